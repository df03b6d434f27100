internal import Foundation

/// A request with its body.
struct Request: Sendable {
  /// Its head.
  let head: RequestHead
  /// Its body.
  let body: [UInt8]

  /// A request.
  init(_ head: RequestHead, body: [UInt8] = []) { (self.head, self.body) = (head, body) }

  /// A whole number among the query's parameters.
  ///
  /// - Throws: `Refusal` if it is given and is none in the range.
  func integer(_ name: String, in range: ClosedRange<Int>) throws(Refusal) -> Int? {
    guard let text = head.query[name] else { return nil }
    guard let value = Int(text), range.contains(value) else {
      throw .badRequest(
        "\(name) is '\(text)'; expected a number from \(range.lowerBound) to \(range.upperBound)"
      )
    }
    return value
  }

  /// The body as a value.
  ///
  /// - Throws: `Refusal` if it is no JSON of such a value.
  func decoded<Value: Decodable>(as type: Value.Type) throws(Refusal) -> Value {
    do {
      return try JSONDecoder().decode(type, from: Data(body))
    } catch let refusal as Refusal {
      throw refusal
    } catch {
      throw .badRequest("the body is no JSON of what is asked for here")
    }
  }
}

/// What a request is answered with.
struct Response: Sendable {
  /// The content after the head.
  enum Content: Sendable {
    /// Bytes, all of them there.
    case bytes([UInt8])
    /// What is written piece by piece, until the function returns.
    case stream(@Sendable (_ write: @Sendable ([UInt8]) async throws -> Void) async throws -> Void)
  }

  /// The status: 200.
  var status = 200
  /// Fields besides those that all answers have.
  var fields: [(name: String, value: String)] = []
  /// The content.
  var content: Content

  /// Bytes of a type such as "image/png".
  static func bytes(_ bytes: [UInt8], type: String) -> Response {
    Response(fields: [("Content-Type", type)], content: .bytes(bytes))
  }

  /// A value as JSON.
  static func json(_ value: some Encodable, status: Int = 200) throws -> Response {
    var response = json(try JSON.bytes(of: value))
    response.status = status
    return response
  }

  /// An answer that is in JSON already.
  static func json(_ bytes: [UInt8]) -> Response {
    .bytes(bytes, type: "application/json; charset=utf-8")
  }

  /// What a refused request gets.
  static func refusing(_ refusal: Refusal) -> Response {
    let answer = try? Response.json(["error": refusal.reason], status: refusal.status)
    return answer ?? Response(status: refusal.status, content: .bytes([]))
  }

  /// Fields of all answers: nothing of the page may load, send or be framed anywhere else.
  static let commonFields = [
    (
      "Content-Security-Policy",
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "no-referrer"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
  ]

  /// The head as it is sent.
  func head(isLast: Bool) -> [UInt8] {
    var lines = ["HTTP/1.1 \(status) \(Refusal.phrase(of: status))"]
    var all = Self.commonFields + fields.map { ($0.name, $0.value) }
    if !fields.contains(where: { $0.name == "Cache-Control" }) {
      all.append(("Cache-Control", "no-store"))
    }
    switch content {
    case .bytes(let bytes): all.append(("Content-Length", "\(bytes.count)"))
    case .stream: break
    }
    all.append(("Connection", isLast ? "close" : "keep-alive"))
    lines += all.map { "\($0.0): \($0.1)" }
    return Array((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8)
  }
}

/// How values are written for the page.
enum JSON {
  /// The bytes of a value.
  ///
  /// - Throws: If it cannot be encoded.
  static func bytes(of value: some Encodable) throws -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return Array(try encoder.encode(value))
  }
}
