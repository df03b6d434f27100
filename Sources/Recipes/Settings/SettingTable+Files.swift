package import Archives
internal import Terminal

/// The settings in files: YAML, of which a part is JSON.
extension SettingTable {
  /// What becomes of settings that a file lacks.
  enum Absence {
    /// They stay as they are.
    case kept
    /// They are the table's defaults; those that have none may not be absent.
    case usual
  }

  /// The keys and values of a root, a line each; with what each means if `isCommented`.
  package func text(of root: Root, isCommented: Bool) -> String {
    var (lines, group): ([String], String?) = ([], nil)
    func add(_ line: String, _ comment: String) {
      guard isCommented, !comment.isEmpty else { return lines.append(line) }
      lines.append("\(line.padded(to: 32))  # \(comment)")
    }
    for setting in settings where setting.isStored {
      guard let value = setting.text(root) else { continue }
      if setting.group != group {
        group = setting.group
        if let group { add("\(group):", groups[group] ?? "") }
      }
      add("\(group == nil ? "" : "  ")\(setting.shortName): \(value)", setting.comment)
    }
    return lines.map { $0 + "\n" }.joined()
  }

  /// The root with the settings of a YAML file's bytes; what it lacks stays.
  ///
  /// - Throws: `FileProblem` that names the line of the first key that will not do.
  package func reading(
    _ bytes: [UInt8],
    onto root: Root,
    path: String
  ) throws(FileProblem) -> Root {
    var root = root
    try read(SettingFile(bytes, groups: groupNames, path: path), into: &root, absent: .kept)
    return root
  }

  /// The groups of keys.
  var groupNames: Set<String> { Set(settings.compactMap(\.group)) }

  /// Takes a file's settings into a root.
  ///
  /// - Throws: `FileProblem` that names the line of the first key that no root has, that is of another
  ///   type, or whose value makes no sense by itself.
  func read(_ file: SettingFile, into root: inout Root, absent: Absence) throws(FileProblem) {
    let stored = settings.filter(\.isStored)
    try file.checkKeys(are: stored.map(\.name), groups: groupNames)
    for setting in stored {
      if let alternative = setting.alternative {
        try file.check(onlyOneOf: [setting.name, alternative])
      }
      guard let scalar = try file.scalar(setting.name, expected: setting.expected) else {
        if absent == .usual { try setUsual(setting, of: &root, in: file) }
        continue
      }
      if scalar.isNull {
        throw file.problem(setting.name, is: scalar, expected: setting.expected)
      }
      switch setting.finding(scalar) {
      case .wrongType: throw file.problem(setting.name, is: scalar, expected: setting.expected)
      case .wrongValue(let mistake):
        throw file.problem(setting.name, "is \(mistake.found)", expected: mistake.expected)
      case .fits: setting.set(&root, scalar)
      }
      guard setting.text(root) != nil else {
        throw file.problem(
          setting.name,
          "is set, which the \(setting.group == nil ? "recipe" : "rule") does not have",
          expected: setting.group.map { "keys of the rule that '\($0)' names" }
            ?? "keys of the recipe that 'recipe' names"
        )
      }
    }
  }

  private func setUsual(
    _ setting: Setting<Root>,
    of root: inout Root,
    in file: SettingFile
  ) throws(FileProblem) {
    if setting.defaultText != nil { return setting.setDefault(&root) }
    // Of a setting and its alternative one is there; other roots have no such setting at all.
    if let alternative = setting.alternative, file.has(alternative) { return }
    guard setting.text(root) != nil else { return }
    throw file.problem(lacking: setting.name, expected: setting.expected)
  }
}

extension Setting {
  /// The help as a comment: its values where there are few, neither capital nor period.
  var comment: String {
    var text = help.hasSuffix(".") ? String(help.dropLast()) : help
    let start = text.prefix(2)
    if start.last?.isUppercase == false {
      text = start.lowercased() + text.dropFirst(2)
    }
    return text
  }
}
