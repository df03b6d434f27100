/// What a server says before it sends bytes.
package struct HTTPAnswer {
  /// The code: 200 for a whole file, 206 for a part of one.
  package private(set) var status = 0
  /// The code in words: "404 Not Found".
  package private(set) var statusText = "nothing"
  private var fields: [String: String] = [:]

  /// Nothing yet.
  package init() {}

  /// Takes in a line of the header; one with a status begins a new answer, as after a redirect.
  package mutating func take(_ line: String) {
    // What follows is shown to people and sent back to the server: no control characters.
    let line = String(line.unicodeScalars.filter { (" "..."~").contains($0) }.prefix(1000))
    if line.hasPrefix("HTTP/") {
      let words = line.split(separator: " ", maxSplits: 1)
      statusText = words.count > 1 ? String(words[1].prefix(60)) : "nothing"
      status = Int(statusText.prefix { $0 != " " }) ?? 0
      fields = [:]
    } else if let colon = line.firstIndex(of: ":"), fields.count < 100 {
      var value = line[line.index(after: colon)...].drop { $0 == " " }
      while value.last == " " { value.removeLast() }
      fields[line[..<colon].lowercased()] = String(value)
    }
  }

  /// What tells this state of the file from others, to be sent back as `If-Range`: a strong entity
  /// tag, or the time of the last change.
  ///
  /// Source: RFC 9110, section 13.1.5.
  package var validator: String? {
    if let tag = fields["etag"], tag.hasPrefix("\""), tag.count > 2 { return tag }
    return fields["last-modified"]
  }

  /// Where the part that is sent begins, and how long the whole is, where the server tells.
  ///
  /// Source: RFC 9110, section 14.4: "bytes 100-199/200", or "/*".
  package var range: (start: Int, total: Int?)? {
    guard let field = fields["content-range"],
      let match = field.wholeMatch(of: /bytes (\d+)-\d+\/(\d+|\*)/), let start = Int(match.1)
    else { return nil }
    return (start, Int(match.2))
  }
}
