public import Adversarial

/// A setting that an architecture brings along, declared once.
///
/// ```swift
/// enum SpiralArchitecture: TrainableArchitecture {
///   static let turns = OwnSetting(
///     "turns", in: 1...9, default: 2, flag: .value("n"), help: "Turns of the spiral.")
///   static let settings = [turns.setting]
///
///   static func generator(_ shape: NetworkShape, using random: NetworkStreams) -> any Generator {
///     SpiralGenerator(shape, turns: shape[turns], using: random.weights)
///   }
///   …
/// }
/// ```
///
/// Its value is read and set by subscripts, of a recipe and of the shape that networks are made for.
public struct OwnSetting<Value: SettingValue>: Sendable {
  /// What flags, files, checks and summaries are made from.
  public let setting: Setting<Recipe>
  /// The value where nobody says otherwise.
  public let usual: Value

  /// A setting whose values are all right, or are checked by `check`.
  public init(
    _ name: String,
    default usual: Value,
    section: SettingSection = .networks,
    flag: SettingFlag? = nil,
    help: String,
    discussion: String = "",
    onResume: SettingResuming = .fixed,
    summary: SettingSummary = .ifChanged(),
    check: @escaping @Sendable (Value) -> SettingMistake? = { _ in nil }
  ) {
    self.usual = usual
    setting = Setting(
      name,
      get: { $0.own[name] ?? usual },
      set: { $0.own[name] = $1 == usual ? nil : $1 },
      default: usual,
      section: section,
      flag: flag,
      help: help,
      discussion: discussion,
      onResume: onResume,
      summary: summary,
      check: check
    )
  }

  /// A setting whose values are in a range; `expected` says it in words where the bounds do not.
  public init(
    _ name: String,
    in range: ClosedRange<Value>,
    expected: String? = nil,
    default usual: Value,
    section: SettingSection = .networks,
    flag: SettingFlag? = nil,
    help: String,
    discussion: String = "",
    onResume: SettingResuming = .fixed,
    summary: SettingSummary = .ifChanged()
  ) where Value: Comparable {
    self.init(
      name,
      default: usual,
      section: section,
      flag: flag,
      help: help,
      discussion: discussion,
      onResume: onResume,
      summary: summary
    ) { SettingMistake($0, unlessIn: range, expected: expected) }
  }
}

extension Recipe {
  /// The value of a setting of the architecture's own.
  public subscript<Value: SettingValue>(setting: OwnSetting<Value>) -> Value {
    get { own[setting.setting.name] ?? setting.usual }
    set { own[setting.setting.name] = newValue == setting.usual ? nil : newValue }
  }
}

extension NetworkShape {
  /// The value of a setting of the architecture's own.
  public subscript<Value: SettingValue>(setting: OwnSetting<Value>) -> Value {
    get { own[setting.setting.name] ?? setting.usual }
    set { own[setting.setting.name] = newValue == setting.usual ? nil : newValue }
  }
}

extension Setting<Recipe> {
  /// The setting as one that only the recipes of an architecture have.
  func only(of architecture: String) -> Setting {
    var setting = within(
      get: { $0.name.rawValue == architecture ? $0 : nil },
      change: { recipe, change in
        if recipe.name.rawValue == architecture { change(&recipe) }
      }
    )
    let note = "Of the recipe \(architecture)."
    setting.discussion = discussion.isEmpty ? note : "\(discussion) \(note)"
    return setting
  }
}
