internal import Archives
internal import Terminal
internal import Yams

/// The scalars of a recipe's file by their keys, with those of groups as "preview.rows".
struct SettingFile {
  private let path: String
  private var nodes: [(name: String, node: Node, line: Int)] = []

  /// Takes a YAML file's bytes apart; `path` is the file to blame, `groups` are the keys with keys below.
  ///
  /// - Throws: `FileProblem` where they are no YAML, or nothing like a recipe.
  init(_ bytes: [UInt8], groups: Set<String>, path: String) throws(FileProblem) {
    self.path = path
    let root = try Self.root(of: bytes, path: path)
    guard case .mapping(let mapping) = root else {
      throw FileProblem(
        path,
        found: root == nil ? "holds no recipe" : "holds no keys with values",
        expected: "a recipe, a line for each key with its value",
        remedy: .showingRecipe
      )
    }
    for (key, value) in mapping {
      let name = try name(of: key)
      guard groups.contains(name) else {
        nodes.append((name, value, line(of: key)))
        continue
      }
      guard case .mapping(let group) = value else {
        throw FileProblem(
          path,
          found: "\(Self.place(line(of: key)))\(name) is \(Self.kind(of: value))",
          expected: "keys with values below it"
        )
      }
      for (key, value) in group {
        nodes.append((name + "." + (try self.name(of: key)), value, line(of: key)))
      }
    }
  }

  /// Checks that all keys are known.
  ///
  /// - Throws: `FileProblem` that suggests the nearest key for the first one that is not.
  func checkKeys(are known: [String], groups: Set<String>) throws(FileProblem) {
    for entry in nodes where !known.contains(entry.name) {
      let nearest = (known + groups.sorted()).nearest(to: entry.name) ?? ""
      throw FileProblem(
        path,
        found: "\(Self.place(entry.line))\(shown(entry.name)) is no key of a recipe",
        expected: "one of its keys, perhaps '\(nearest)'"
      )
    }
  }

  /// Checks that the file has at most one of some keys.
  ///
  /// - Throws: `FileProblem` that names the second.
  func check(onlyOneOf names: [String]) throws(FileProblem) {
    let found = nodes.filter { names.contains($0.name) }
    guard found.count > 1 else { return }
    throw FileProblem(
      path,
      found: "\(Self.place(found[1].line))has both '\(found[0].name)' and '\(found[1].name)'",
      expected: "one of them"
    )
  }

  /// The scalar of a key, or `nil` where the file lacks the key.
  ///
  /// - Throws: `FileProblem` where the value is no scalar.
  func scalar(_ name: String, expected: String) throws(FileProblem) -> SettingScalar? {
    guard let entry = nodes.first(where: { $0.name == name }) else { return nil }
    guard case .scalar(let scalar) = entry.node else {
      throw FileProblem(
        path,
        found: "\(Self.place(entry.line))\(name) is \(Self.kind(of: entry.node))",
        expected: expected
      )
    }
    return SettingScalar(text: scalar.string, style: scalar.style == .plain ? .plain : .quoted)
  }

  /// The problem of a key whose value is of another type.
  func problem(_ name: String, is scalar: SettingScalar, expected: String) -> FileProblem {
    let found =
      scalar.isNull
      ? "empty" : scalar.isPlain ? shown(scalar.text) : "the text \(shown(scalar.text))"
    return problem(name, "is \(found)", expected: expected)
  }

  /// A problem of a key: "is 0".
  func problem(_ name: String, _ found: String, expected: String) -> FileProblem {
    FileProblem(path, found: "\(place(of: name))\(name) \(found)", expected: expected)
  }

  /// The problem of a key that is missing.
  func problem(lacking name: String, expected: String) -> FileProblem {
    FileProblem(path, found: "lacks the key '\(name)'", expected: expected)
  }

  /// Whether the file has a key.
  func has(_ name: String) -> Bool { nodes.contains { $0.name == name } }

  /// Where a key stands: "line 3: ".
  private func place(of name: String) -> String {
    Self.place(nodes.first { $0.name == name }?.line ?? 0)
  }

  private static func place(_ line: Int) -> String { line > 0 ? "line \(line): " : "" }

  private func line(of node: Node) -> Int { node.mark?.line ?? 0 }

  private func name(of key: Node) throws(FileProblem) -> String {
    guard case .scalar(let scalar) = key else {
      throw FileProblem(
        path,
        found: "\(Self.place(line(of: key)))has a key that is \(Self.kind(of: key))",
        expected: "keys of a recipe"
      )
    }
    return scalar.string
  }

  private static func kind(of node: Node) -> String {
    switch node {
    case .scalar(let scalar): scalar.string.isEmpty ? "empty" : shown(scalar.string)
    case .mapping: "a group of keys"
    case .sequence: "a list"
    case .alias: "an alias"
    }
  }
}

/// A text in quotes, cut where it is long.
private func shown(_ text: String) -> String {
  text.count > 40 ? "'\(text.prefix(40))…'" : "'\(text)'"
}
