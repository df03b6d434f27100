/// The header of a server's response.
package struct HTTPAnswer {
  /// The status code: 200 for a whole file, 206 for a part.
  package private(set) var status = 0
  /// The status as text: "404 Not Found".
  package private(set) var statusText = "nothing"
  private var fields: [String: String] = [:]

  /// An empty response.
  package init() {}

  /// Adds a line of the header; a status line begins a new response, as after a redirect.
  package mutating func take(_ line: String) {
    // Values are shown to people and sent back to the server: no control characters.
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

  /// The version of the file, to be sent back as `If-Range`: a strong entity tag, or the time of the last
  /// change.
  ///
  /// Source: RFC 9110, section 13.1.5.
  package var validator: String? {
    if let tag = fields["etag"], tag.hasPrefix("\""), tag.count > 2 { return tag }
    return fields["last-modified"]
  }

  /// Where the part begins and how long the whole file is, if the server says so.
  ///
  /// Source: RFC 9110, section 14.4: "bytes 100-199/200", or "/*".
  package var range: (start: Int, total: Int?)? {
    guard let field = fields["content-range"],
      let match = field.wholeMatch(of: /bytes (\d+)-\d+\/(\d+|\*)/), let start = Int(match.1)
    else { return nil }
    return (start, Int(match.2))
  }
}
