/// A setting of a value such as a recipe, declared once.
///
/// Its flag with help and completions, its key in files with the comment beside it, the check of its range,
/// its line in a run's summary and whether a resumed run may change it are all made from the declaration:
///
///     Setting(
///       "r1", \.r1, in: 0...1_000_000, default: 0, section: .gan, flag: .value("gamma"),
///       help: "γ of the R1 penalty (gradient norm at real images).")
public struct Setting<Root>: Sendable {
  /// The name of its flag and its key in files; the keys of a group begin with the group's name:
  /// "preview.rows".
  public let name: String
  /// The section of the help and of the summary.
  public internal(set) var section: SettingSection
  /// The flag, or `nil` if the setting exists in files only.
  public let flag: SettingFlag?
  /// Whether it is a key of files; otherwise its flag sets other settings.
  public let isStored: Bool
  /// One sentence of at most 64 letters, without the default and the range.
  public let help: String
  /// Further help, for places with room for it.
  public internal(set) var discussion: String
  /// Whether a resumed run may change it.
  public let onResume: SettingResuming
  /// Another setting for the same quantity, so that only one of them may be given.
  public let alternative: String?
  /// How a run's summary shows it.
  public let summary: SettingSummary
  /// The default as text, if files may lack the setting; otherwise each recipe has its own.
  public let defaultText: String?
  /// A description of its values: "a whole number".
  public let expected: String
  /// Every value, if there are few.
  public let values: [String]
  /// Whether its values are true and false.
  public let isSwitch: Bool

  /// The value as text that reads back as the same; `nil` if the root has no such property.
  package let text: @Sendable (Root) -> String?
  /// Sets the value; a scalar of another type has no effect.
  let set: @Sendable (inout Root, SettingScalar) -> Void
  /// Sets the default, if there is one.
  let setDefault: @Sendable (inout Root) -> Void
  /// The mistake in the root's value, if there is one.
  let mistake: @Sendable (Root) -> SettingMistake?
  /// Checks a scalar, regardless of the root.
  let finding: @Sendable (SettingScalar) -> SettingFinding
}

extension Setting {
  /// A setting behind any property; `check` returns the mistake in a value of the right type, if there is
  /// one.
  init<Value: SettingValue>(
    _ name: String,
    get: @escaping @Sendable (Root) -> Value?,
    set: @escaping @Sendable (inout Root, Value) -> Void,
    default usual: Value? = nil,
    section: SettingSection,
    flag: SettingFlag? = nil,
    isStored: Bool = true,
    help: String,
    discussion: String = "",
    onResume: SettingResuming = .fixed,
    alternative: String? = nil,
    summary: SettingSummary = .ifChanged(),
    check: @escaping @Sendable (Value) -> SettingMistake? = { _ in nil }
  ) {
    self.name = name
    (self.section, self.flag, self.isStored) = (section, flag, isStored)
    (self.help, self.discussion) = (help, discussion)
    (self.onResume, self.alternative, self.summary) = (onResume, alternative, summary)
    defaultText = usual?.settingText
    (expected, values, isSwitch) = (Value.expected, Value.values, Value.self == Bool.self)
    text = { get($0)?.settingText }
    self.set = { root, scalar in
      if let value = Value(scalar) { set(&root, value) }
    }
    setDefault = { root in
      if let usual { set(&root, usual) }
    }
    mistake = { root in get(root).flatMap(check) }
    finding = { scalar in
      guard let value = Value(scalar) else { return .wrongType }
      return check(value).map { .wrongValue($0) } ?? .fits
    }
  }

  /// A setting whose values are all valid, or are checked by `check`.
  public init<Value: SettingValue>(
    _ name: String,
    _ property: any WritableKeyPath<Root, Value> & Sendable,
    default usual: Value? = nil,
    section: SettingSection,
    flag: SettingFlag? = nil,
    isStored: Bool = true,
    help: String,
    discussion: String = "",
    onResume: SettingResuming = .fixed,
    summary: SettingSummary = .ifChanged(),
    check: @escaping @Sendable (Value) -> SettingMistake? = { _ in nil }
  ) {
    self.init(
      name,
      get: { $0[keyPath: property] },
      set: { $0[keyPath: property] = $1 },
      default: usual,
      section: section,
      flag: flag,
      isStored: isStored,
      help: help,
      discussion: discussion,
      onResume: onResume,
      summary: summary,
      check: check
    )
  }

  /// A setting with values in a range; `expected` describes it if the bounds do not.
  public init<Value: SettingValue & Comparable & Sendable>(
    _ name: String,
    _ property: any WritableKeyPath<Root, Value> & Sendable,
    in range: ClosedRange<Value>,
    expected: String? = nil,
    default usual: Value? = nil,
    section: SettingSection,
    flag: SettingFlag? = nil,
    help: String,
    discussion: String = "",
    onResume: SettingResuming = .fixed,
    summary: SettingSummary = .ifChanged()
  ) {
    self.init(
      name,
      property,
      default: usual,
      section: section,
      flag: flag,
      help: help,
      discussion: discussion,
      onResume: onResume,
      summary: summary
    ) { SettingMistake($0, unlessIn: range, expected: expected) }
  }

  /// A setting that some roots do not have, with values in a range; setting it on those does nothing.
  public init<Value: SettingValue & Comparable & Sendable>(
    _ name: String,
    optional property: any WritableKeyPath<Root, Value?> & Sendable,
    in range: ClosedRange<Value>,
    section: SettingSection,
    flag: SettingFlag? = nil,
    help: String,
    discussion: String = "",
    onResume: SettingResuming = .fixed,
    alternative: String? = nil,
    summary: SettingSummary = .ifChanged()
  ) {
    self.init(
      name,
      get: { $0[keyPath: property] },
      set: { $0[keyPath: property] = $1 },
      section: section,
      flag: flag,
      help: help,
      discussion: discussion,
      onResume: onResume,
      alternative: alternative,
      summary: summary
    ) { SettingMistake($0, unlessIn: range, expected: nil) }
  }
}
