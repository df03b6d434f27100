/// The head of a request, read strictly: what is not plainly of HTTP/1.1 is refused.
///
/// Source: RFC 9112, "HTTP/1.1", of which it takes origin-form targets and bodies with a length alone.
package struct RequestHead: Equatable, Sendable {
  /// The method: "GET".
  package let method: String
  /// The parts of the path between slashes, decoded; none is empty, "." or "..".
  package let path: [String]
  /// The parameters of the query, decoded; of two with a name the first counts.
  package let query: [String: String]
  /// The fields, their names in small letters.
  package let fields: [String: String]
  /// The bytes of the body that follows.
  package let bodyLength: Int

  /// The most bytes of a head.
  package static let mostBytes = 16 << 10
  private static let mostFields = 64

  /// Whether the connection ends with this request.
  var isLast: Bool { fields["connection"]?.lowercased().contains("close") ?? false }

  /// Reads a head from the bytes that have come so far.
  ///
  /// - Returns: The head and how many bytes it takes, or `nil` where its end has not come.
  /// - Throws: `Refusal` where no request can begin so.
  package static func read(
    _ bytes: [UInt8]
  ) throws(Refusal) -> (head: RequestHead, count: Int)? {
    guard let end = endOfHead(bytes) else {
      if bytes.count >= mostBytes { throw .headTooLarge }
      // What begins otherwise need not be waited for.
      if let first = bytes.first, !isTokenCharacter(first) { throw .malformed }
      return nil
    }
    if end > mostBytes { throw .headTooLarge }
    let lines = try lines(bytes[..<(end - 4)])
    let first = lines[0].split(separator: 0x20, omittingEmptySubsequences: false)
    guard first.count == 3, !first[0].isEmpty, first[0].count <= 16,
      first[0].allSatisfy(isTokenCharacter), text(first[2]) == "HTTP/1.1"
    else { throw .malformed }
    let target = first[1].split(separator: 0x3F, maxSplits: 1, omittingEmptySubsequences: false)
    guard let rawPath = target.first, rawPath.first == 0x2F else { throw .malformed }
    let fields = try fields(lines.dropFirst())
    let head = RequestHead(
      method: text(first[0]),
      path: try pathParts(rawPath),
      query: target.count > 1 ? try parameters(target[1]) : [:],
      fields: fields,
      bodyLength: try bodyLength(fields)
    )
    return (head, end)
  }

  /// The index after the empty line.
  private static func endOfHead(_ bytes: [UInt8]) -> Int? {
    guard bytes.count >= 4 else { return nil }
    let last = min(bytes.count, mostBytes + 4)
    for index in 3..<max(last, 4) where bytes[index] == 0x0A {
      if bytes[index - 1] == 0x0D && bytes[index - 2] == 0x0A && bytes[index - 3] == 0x0D {
        return index + 1
      }
    }
    return nil
  }

  private static func lines(_ bytes: ArraySlice<UInt8>) throws(Refusal) -> [ArraySlice<UInt8>] {
    var lines: [ArraySlice<UInt8>] = []
    for line in bytes.split(separator: 0x0A, omittingEmptySubsequences: false) {
      lines.append(line.last == 0x0D ? line.dropLast() : line)
    }
    let isPlain = lines.allSatisfy { line in
      line.allSatisfy { $0 >= 0x20 && $0 != 0x7F || $0 == 0x09 }
    }
    guard isPlain, !lines.isEmpty, lines.count <= mostFields + 1 else { throw .malformed }
    return lines
  }

  private static func fields(
    _ lines: ArraySlice<ArraySlice<UInt8>>
  ) throws(Refusal) -> [String: String] {
    var fields: [String: String] = [:]
    for line in lines {
      guard let colon = line.firstIndex(of: 0x3A), colon > line.startIndex,
        line[..<colon].allSatisfy(isTokenCharacter)
      else { throw .malformed }
      var value = line[(colon + 1)...]
      while let first = value.first, first == 0x20 || first == 0x09 { value = value.dropFirst() }
      while let last = value.last, last == 0x20 || last == 0x09 { value = value.dropLast() }
      let name = text(line[..<colon]).lowercased()
      if let earlier = fields[name] {
        // Two of these would mean two things.
        if ["host", "content-length", "origin", "authorization"].contains(name) {
          throw .malformed
        }
        fields[name] = earlier + ", " + text(value)
      } else {
        fields[name] = text(value)
      }
    }
    return fields
  }

  private static func bodyLength(_ fields: [String: String]) throws(Refusal) -> Int {
    if fields["transfer-encoding"] != nil { throw .lengthMissing }
    guard let text = fields["content-length"] else { return 0 }
    guard (1...18).contains(text.utf8.count), text.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
      let length = Int(text)
    else { throw .malformed }
    return length
  }

  /// The decoded parts of a path that leads nowhere but down.
  private static func pathParts(_ path: ArraySlice<UInt8>) throws(Refusal) -> [String] {
    var parts: [String] = []
    let raw = path.dropFirst().split(separator: 0x2F, omittingEmptySubsequences: false)
    for part in raw.count == 1 && raw[0].isEmpty ? [] : raw {
      let decoded = try decoded(part, plusIsSpace: false)
      let isName =
        !decoded.isEmpty && decoded != "." && decoded != ".."
        && decoded.unicodeScalars.allSatisfy {
          $0 != "/" && $0 != "\\" && $0.value >= 32 && $0.value != 127
        }
      guard isName else { throw .malformed }
      parts.append(decoded)
    }
    return parts
  }

  private static func parameters(_ query: ArraySlice<UInt8>) throws(Refusal) -> [String: String] {
    var parameters: [String: String] = [:]
    for part in query.split(separator: 0x26) {
      let sides = part.split(separator: 0x3D, maxSplits: 1, omittingEmptySubsequences: false)
      let name = try decoded(sides[0], plusIsSpace: true)
      let value = sides.count > 1 ? try decoded(sides[1], plusIsSpace: true) : ""
      if parameters[name] == nil { parameters[name] = value }
    }
    return parameters
  }

  private static func decoded(
    _ bytes: ArraySlice<UInt8>,
    plusIsSpace: Bool
  ) throws(Refusal) -> String {
    var result: [UInt8] = []
    var index = bytes.startIndex
    while index < bytes.endIndex {
      if bytes[index] == 0x25 {
        guard index + 2 < bytes.endIndex, let high = digit(bytes[index + 1]),
          let low = digit(bytes[index + 2])
        else { throw .malformed }
        result.append(high << 4 | low)
        index += 3
      } else {
        result.append(plusIsSpace && bytes[index] == 0x2B ? 0x20 : bytes[index])
        index += 1
      }
    }
    guard let text = String(validating: result, as: UTF8.self) else { throw .malformed }
    return text
  }

  private static func digit(_ byte: UInt8) -> UInt8? {
    switch byte {
    case 0x30...0x39: byte - 0x30
    case 0x41...0x46: byte - 0x41 + 10
    case 0x61...0x66: byte - 0x61 + 10
    default: nil
    }
  }

  private static func text(_ bytes: ArraySlice<UInt8>) -> String {
    String(decoding: bytes, as: UTF8.self)
  }

  /// Whether a byte may stand in a method or a field's name.
  private static func isTokenCharacter(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
    default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
    }
  }
}
