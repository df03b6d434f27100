internal import Archives
internal import Yams

extension SettingFile {
  /// The root node of a file, or `nil` if the file is empty.
  ///
  /// - Throws: `FileProblem` if the bytes are not YAML, or hold both anchors and aliases, which let a few
  ///   lines stand for more than any memory holds.
  static func root(of bytes: [UInt8], path: String) throws(FileProblem) -> Node? {
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw FileProblem(path, found: "is not text in UTF-8", expected: expected)
    }
    // Checked before parsing: the nodes that the parser makes of them could not even be compared.
    guard !(hasReference(bytes, "&") && hasReference(bytes, "*")) else {
      throw FileProblem(
        path,
        found: "holds an anchor (&…) and an alias (*…)",
        expected: "a recipe without them"
      )
    }
    do {
      let parser = try Parser(yaml: text, resolver: .basic, encoding: .utf8)
      return try parser.singleRoot()
    } catch {
      throw FileProblem(path, found: explanation(of: error), expected: expected)
    }
  }

  private static let expected = "a recipe in YAML"

  /// Whether `sign` stands before a name and not after a letter or digit, as in an anchor or alias and hardly
  /// anywhere else.
  private static func hasReference(_ bytes: [UInt8], _ sign: Unicode.Scalar) -> Bool {
    func isOfName(_ byte: UInt8) -> Bool {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
        true
      default: false
      }
    }
    func isAlphanumeric(_ byte: UInt8) -> Bool {
      isOfName(byte) && byte != UInt8(ascii: "_") && byte != UInt8(ascii: "-")
    }
    return bytes.indices.contains { index in
      bytes[index] == UInt8(ascii: sign)
        && index + 1 < bytes.count && isOfName(bytes[index + 1])
        && (index == 0 || !isAlphanumeric(bytes[index - 1]))
    }
  }

  private static func explanation(of error: any Error) -> String {
    switch error as? YamlError {
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
      .composer(_, let problem, let mark, _):
      "is not YAML: line \(mark.line): \(problem)"
    case .duplicatedKeysInMapping(let duplicates, let context):
      "line \(context.mark.line): holds the key '\(duplicates.first?.prefix(40) ?? "")' twice"
    case .reader(let problem, _, _, _): "is not YAML: \(problem)"
    default: "is no YAML"
    }
  }
}
