/// A request as a test's server got it.
public struct ServerRequest: Equatable, Sendable {
  /// The path, with the slash at its beginning.
  public let path: String
  /// The fields of the header, their names in small letters.
  public let fields: [String: String]

  /// Where the part begins that is asked for; 0 where the whole is.
  public var offset: Int {
    fields["range"].flatMap { Int($0.dropFirst("bytes=".count).prefix { $0 != "-" }) } ?? 0
  }

  /// What the text of a header says; `nil` for none.
  init?(_ header: String) {
    let lines = header.split(whereSeparator: \.isNewline)
    let words = lines.first?.split(separator: " ") ?? []
    guard words.count == 3, words[0] == "GET" else { return nil }
    path = String(words[1])
    var fields: [String: String] = [:]
    for line in lines.dropFirst() {
      let parts = line.split(separator: ":", maxSplits: 1)
      if parts.count == 2 { fields[parts[0].lowercased()] = String(parts[1].drop { $0 == " " }) }
    }
    self.fields = fields
  }
}
