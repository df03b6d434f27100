/// How a setting is given on a command line.
public struct SettingFlag: Sendable {
  /// Its letter, if it has one.
  public let letter: Character?
  /// The help's name for its value.
  public let valueName: String

  /// A flag with a value: "--r1 <gamma>".
  public static func value(_ name: String, letter: Character? = nil) -> SettingFlag {
    SettingFlag(letter: letter, valueName: name)
  }

  /// A flag that is switched on and off: "--flip/--no-flip".
  public static let onOff = SettingFlag(letter: nil, valueName: "")
}

/// A section of the help and of a run's summary; packages may add their own.
public struct SettingSection: Hashable, Sendable {
  /// Its title in the help.
  public let title: String
  /// The row of the summary that names its changed settings.
  public let row: String

  /// A section; its row in the summary has its title unless told otherwise.
  public init(_ title: String, row: String? = nil) {
    self.title = title
    self.row = row ?? title.lowercased()
  }

  /// A command's own settings, under the usual title of the help.
  public static let untitled = SettingSection("")
  /// The data and the length of training.
  public static let training = SettingSection("Training")
  /// What the networks are made of.
  public static let networks = SettingSection("Networks")
  /// How images are fitted before the networks see them.
  public static let images = SettingSection("Images")
  /// The loss functions of generator and discriminator.
  public static let gan = SettingSection("GAN", row: "objective")
  /// How the networks are updated.
  public static let optimizers = SettingSection("Optimizers")
  /// How often logs, previews and snapshots are written.
  public static let intervals = SettingSection("Intervals")
  /// How the generator is evaluated during training.
  public static let evaluation = SettingSection("Evaluation")
}

/// Whether a resumed run may change a setting.
public enum SettingResuming: Sendable {
  /// It may not: the training so far depends on the value.
  case fixed
  /// It may.
  case free
}

/// How a run's summary shows a setting.
public enum SettingSummary: Sendable {
  /// Not at all, or elsewhere than in the table.
  case hidden
  /// With its value, in a row of its own or at the beginning of its section's.
  case always
  /// Only if it is not the default: its name or `label`, and the value unless that is true.
  case ifChanged(label: String? = nil)
}

/// An invalid value of the right type.
public struct SettingMistake: Equatable, Sendable {
  /// What was found.
  public let found: String
  /// What was expected.
  public let expected: String

  /// A mistake.
  public init(found: String, expected: String) {
    (self.found, self.expected) = (found, expected)
  }

  /// The mistake of a value outside a range, or `nil` inside.
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

/// The result of reading a scalar.
enum SettingFinding {
  case fits
  case wrongType
  case wrongValue(SettingMistake)
}

extension Setting {
  /// Turns a setting of a part into one of the whole, in the part's group if that has a name.
  ///
  /// `get` returns the part, or `nil` if the whole has no such part.
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

  /// Turns a setting of a part that every whole has into one of the whole.
  func within<Whole>(
    _ group: String? = nil,
    _ part: any WritableKeyPath<Whole, Root> & Sendable
  ) -> Setting<Whole> {
    within(group, get: { $0[keyPath: part] }, change: { $1(&$0[keyPath: part]) })
  }

  /// Turns a setting of a part that some wholes have into one of the whole; setting it on others does
  /// nothing.
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

  /// The group in files, such as "preview", if there is one.
  var group: String? { name.firstIndex(of: ".").map { String(name[..<$0]) } }

  /// The name without that of the group.
  var shortName: String {
    name.firstIndex(of: ".").map { String(name[name.index(after: $0)...]) } ?? name
  }
}
