/// How a setting is given on a command line.
public struct SettingFlag: Sendable {
  /// Its letter, if it has one.
  public let letter: Character?
  /// What the help calls its value.
  public let valueName: String

  /// A flag with a value: "--r1 <gamma>".
  public static func value(_ name: String, letter: Character? = nil) -> SettingFlag {
    SettingFlag(letter: letter, valueName: name)
  }

  /// A flag that switches on and off: "--flip/--no-flip".
  public static let onOff = SettingFlag(letter: nil, valueName: "")
}

/// A section of the help and of a run's summary; anybody may have others.
public struct SettingSection: Hashable, Sendable {
  /// What the help calls it.
  public let title: String
  /// The row of the summary that names its changed settings.
  public let row: String

  /// A section; the summary calls it by its title unless told otherwise.
  public init(_ title: String, row: String? = nil) {
    self.title = title
    self.row = row ?? title.lowercased()
  }

  /// A command's own settings, under the help's usual title.
  public static let untitled = SettingSection("")
  /// What is trained on, and for how long.
  public static let training = SettingSection("Training")
  /// What the networks are made of.
  public static let networks = SettingSection("Networks")
  /// What is done to images before the networks see them.
  public static let images = SettingSection("Images")
  /// What generator and discriminator minimize.
  public static let gan = SettingSection("GAN", row: "objective")
  /// How the networks are updated.
  public static let optimizers = SettingSection("Optimizers")
  /// How often what is written.
  public static let intervals = SettingSection("Intervals")
  /// How the generator is evaluated during training.
  public static let evaluation = SettingSection("Evaluation")
}

/// Whether a run that resumes may have another value of a setting.
public enum SettingResuming: Sendable {
  /// What has been trained so far depends on the value.
  case fixed
  /// It may.
  case free
}

/// What a run's summary says of a setting.
public enum SettingSummary: Sendable {
  /// Nothing, or something that is not made from the table.
  case hidden
  /// The value, in a row of its own or at the beginning of its section's.
  case always
  /// Where it is not the default: its name or `label`, and the value unless that is true.
  case ifChanged(label: String? = nil)
}

/// A value of the right type that makes no sense.
public struct SettingMistake: Equatable, Sendable {
  /// What was found.
  public let found: String
  /// What was expected.
  public let expected: String

  /// A mistake.
  public init(found: String, expected: String) {
    (self.found, self.expected) = (found, expected)
  }

  /// The mistake of a value outside of a range, or `nil` within.
  init?<Value: SettingValue & Comparable>(
    _ value: Value,
    unlessIn range: ClosedRange<Value>,
    expected: String?
  ) {
    guard !range.contains(value) else { return nil }
    let (least, most) = (range.lowerBound.settingText, range.upperBound.settingText)
    self.init(
      found: value.settingText,
      expected: expected ?? "a number from \(least) to \(most)"
    )
  }
}

/// What a scalar turns out to be.
enum SettingFinding {
  case fits
  case wrongType
  case wrongValue(SettingMistake)
}

extension Setting {
  /// The setting of a part as one of the whole, in the part's group if that has a name.
  ///
  /// `get` gives the part, or `nil` where the whole has no such part.
  func within<Whole>(
    _ group: String? = nil,
    get: @escaping @Sendable (Whole) -> Root?,
    change: @escaping @Sendable (inout Whole, (inout Root) -> Void) -> Void
  ) -> Setting<Whole> {
    let (text, set, setDefault, mistake) = (text, set, setDefault, mistake)
    return Setting<Whole>(
      name: group.map { "\($0).\(name)" } ?? name,
      section: section,
      flag: flag,
      isStored: isStored,
      help: help,
      discussion: discussion,
      onResume: onResume,
      alternative: alternative,
      summary: summary,
      defaultText: defaultText,
      expected: expected,
      values: values,
      isSwitch: isSwitch,
      text: { get($0).flatMap(text) },
      set: { whole, scalar in change(&whole) { set(&$0, scalar) } },
      setDefault: { whole in change(&whole) { setDefault(&$0) } },
      mistake: { get($0).flatMap(mistake) },
      finding: finding
    )
  }

  /// The setting of a part that every whole has.
  func within<Whole>(
    _ group: String? = nil,
    _ part: any WritableKeyPath<Whole, Root> & Sendable
  ) -> Setting<Whole> {
    within(group, get: { $0[keyPath: part] }, change: { $1(&$0[keyPath: part]) })
  }

  /// The setting of a part that some wholes have; for the others, setting it changes nothing.
  func within<Whole>(
    _ group: String? = nil,
    optional part: any WritableKeyPath<Whole, Root?> & Sendable
  ) -> Setting<Whole> {
    within(group, get: { $0[keyPath: part] }) { whole, change in
      guard var value = whole[keyPath: part] else { return }
      change(&value)
      whole[keyPath: part] = value
    }
  }

  /// The group in files, such as "preview", or `nil`.
  var group: String? { name.firstIndex(of: ".").map { String(name[..<$0]) } }

  /// The name without the group's.
  var shortName: String {
    name.firstIndex(of: ".").map { String(name[name.index(after: $0)...]) } ?? name
  }
}
