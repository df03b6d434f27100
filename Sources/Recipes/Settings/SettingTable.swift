public import Archives

/// The settings of a root such as a recipe, in the order of files and help.
///
/// Tables are open: `+` adds settings.
public struct SettingTable<Root>: Sendable {
  /// The settings; those of a group are contiguous.
  public let settings: [Setting<Root>]
  /// The comments of the groups in files.
  let groups: [String: String]
  /// The owner of defaults that differ between roots: "the recipe's".
  public let source: String

  /// A table.
  public init(_ settings: [Setting<Root>], groups: [String: String] = [:], source: String) {
    (self.settings, self.groups, self.source) = (settings, groups, source)
  }

  /// The table with more settings after its own.
  public static func + (table: Self, settings: [Setting<Root>]) -> Self {
    Self(table.settings + settings, groups: table.groups, source: table.source)
  }

  /// The table with only some of its settings, all in one section.
  public func only(_ names: String..., in section: SettingSection) -> Self {
    let some = settings.filter { names.contains($0.name) }.map { setting in
      var setting = setting
      setting.section = section
      return setting
    }
    return Self(some, groups: groups, source: source)
  }

  /// The setting with a name.
  public subscript(name: String) -> Setting<Root>? { settings.first { $0.name == name } }

  /// The sections of settings with flags, in order of first appearance.
  public var sections: [SettingSection] {
    settings.reduce(into: []) { sections, setting in
      if setting.flag != nil, !sections.contains(setting.section) {
        sections.append(setting.section)
      }
    }
  }

  /// Checks each setting by itself.
  ///
  /// - Throws: `RecipeProblem` for the first invalid value.
  public func validate(_ root: Root) throws(RecipeProblem) {
    for setting in settings {
      guard let mistake = setting.mistake(root) else { continue }
      throw RecipeProblem(setting: setting.name, mistake)
    }
  }

  /// Checks that a run can resume with other settings: those that have shaped the networks and their training
  /// are fixed.
  ///
  /// - Parameters:
  ///   - wanted: What the run is to be resumed with.
  ///   - saved: What it was trained with.
  ///   - names: The settings that the user asked for; all stored ones if `nil`.
  ///   - path: The snapshot's file.
  /// - Throws: `FileProblem` that names every fixed setting that differs.
  public func check(
    resuming wanted: Root,
    from saved: Root,
    asked names: Set<String>? = nil,
    path: String
  ) throws(FileProblem) {
    let differing = settings.filter { setting in
      setting.onResume == .fixed && names?.contains(setting.name) ?? setting.isStored
        && setting.text(wanted) != setting.text(saved)
    }
    guard !differing.isEmpty else { return }
    func list(_ root: Root) -> String {
      differing.map { "\($0.name) \($0.text(root) ?? "not set")" }.joined(separator: ", ")
    }
    throw FileProblem(
      path,
      found: "was trained with \(list(saved))",
      expected: "\(list(wanted)), as asked for; leave it out to resume as before"
    )
  }

  /// The rows of a run's summary: a label and a text for each.
  package func summary(of root: Root) -> [(label: String, text: String)] {
    var rows: [(section: SettingSection?, label: String, text: String)] = []
    for setting in settings {
      guard let text = setting.text(root) else { continue }
      let section = setting.section
      switch setting.summary {
      case .hidden: continue
      case .always:
        let label = setting.name.replacing("-", with: " ")
        rows.append((label == section.row ? section : nil, label, text))
      case .ifChanged(let label):
        guard let usual = setting.defaultText, usual != text else { continue }
        let name = label ?? setting.name.replacing("-", with: " ")
        let words = setting.isSwitch && text == "true" ? name : "\(name) \(text)"
        if let index = rows.firstIndex(where: { $0.section == section }) {
          rows[index].text += ", " + words
        } else {
          rows.append((section, section.row, words))
        }
      }
    }
    return rows.map { ($0.label, $0.text) }
  }
}
