/// What a test's server does about a request, before it closes the connection.
public struct ServerReply: Sendable {
  /// One thing after another.
  public enum Step: Sendable {
    /// Sends bytes.
    case send([UInt8])
    /// Sends the same bytes for ever, until the client has had enough.
    case sendForever([UInt8])
    /// Does nothing until the client has had enough.
    case stall
  }

  /// What it does.
  public let steps: [Step]

  /// A reply of any kind.
  public init(_ steps: Step...) { self.steps = steps }

  /// A header, which says that the connection will be closed: a client must not use it again.
  public static func header(_ status: String, _ fields: [String] = []) -> [UInt8] {
    Array((["HTTP/1.1 " + status, "Connection: close"] + fields).joined(separator: "\r\n").utf8)
      + Array("\r\n\r\n".utf8)
  }

  /// A status without content.
  public static func status(_ status: String, _ fields: String...) -> ServerReply {
    ServerReply(.send(header(status, fields + ["Content-Length: 0"])))
  }

  /// A file, or the rest of it that is asked for, as a good server sends it.
  public static func file(
    _ bytes: [UInt8],
    _ request: ServerRequest,
    tag: String? = nil
  ) -> ServerReply {
    let fields = tag.map { ["ETag: \($0)"] } ?? []
    let isSame = request.fields["if-range"] == nil || request.fields["if-range"] == tag
    guard request.offset > 0, isSame else {
      return ServerReply(
        .send(header("200 OK", fields + ["Content-Length: \(bytes.count)"]) + bytes)
      )
    }
    guard request.offset < bytes.count else { return .status("416 Range Not Satisfiable") }
    let rest = bytes[request.offset...]
    let range = "Content-Range: bytes \(request.offset)-\(bytes.count - 1)/\(bytes.count)"
    return ServerReply(
      .send(
        header("206 Partial Content", fields + [range, "Content-Length: \(rest.count)"]) + rest
      )
    )
  }
}
