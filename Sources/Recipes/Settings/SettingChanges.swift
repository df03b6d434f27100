/// Settings of a root that a user changes for one run, as they were written.
public struct SettingChanges<Root>: Sendable {
  /// The settings that there are.
  public let table: SettingTable<Root>
  private var scalars: [String: SettingScalar] = [:]

  /// No changes.
  public init(to table: SettingTable<Root>) { self.table = table }

  /// The names of what is changed.
  public var names: Set<String> { Set(scalars.keys) }

  /// What is wrong with a text as a setting's value: that it is of another type, or makes no sense.
  public static func finding(_ text: String, for setting: Setting<Root>) -> SettingMistake? {
    switch setting.finding(SettingScalar(text: text, style: .argument)) {
    case .fits: nil
    case .wrongType: SettingMistake(found: "'\(text)'", expected: setting.expected)
    case .wrongValue(let mistake): mistake
    }
  }

  /// Whether a text is a value of a setting's type, be it one that makes sense or not.
  public static func isOfType(_ text: String, _ setting: Setting<Root>) -> Bool {
    if case .wrongType = setting.finding(SettingScalar(text: text, style: .argument)) {
      false
    } else {
      true
    }
  }

  /// Changes a setting to what a text of its type says.
  public mutating func set(_ name: String, to text: String) {
    scalars[name] = SettingScalar(text: text, style: .argument)
  }

  /// Checks every change by itself, and that nothing is said in two ways.
  ///
  /// - Throws: `RecipeProblem` for the first that makes no sense.
  public func validate() throws(RecipeProblem) {
    for setting in table.settings {
      guard let scalar = scalars[setting.name] else { continue }
      if let mistake = Self.finding(scalar.text, for: setting) {
        throw RecipeProblem(setting: setting.name, mistake)
      }
    }
  }

  /// Checks that a root, with the changes, has every setting that is changed: some are only of others.
  ///
  /// - Throws: `RecipeProblem` for the first that it lacks.
  public func check(areOf root: Root) throws(RecipeProblem) {
    for setting in table.settings {
      guard let scalar = scalars[setting.name], setting.text(root) == nil else { continue }
      throw RecipeProblem(
        setting: setting.name,
        found: scalar.text,
        expected: "nothing, since the recipe has no such setting"
      )
    }
  }

  /// The first two changed settings of which only one may be.
  public var conflict: (Setting<Root>, Setting<Root>)? {
    for setting in table.settings where scalars[setting.name] != nil {
      if let name = setting.alternative, scalars[name] != nil, let other = table[name] {
        return (setting, other)
      }
    }
    return nil
  }

  /// A root with the changes, which may make no sense together.
  public func applied(to root: Root) -> Root {
    var root = root
    for setting in table.settings {
      if let scalar = scalars[setting.name] { setting.set(&root, scalar) }
    }
    return root
  }
}
