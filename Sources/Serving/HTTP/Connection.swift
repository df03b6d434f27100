internal import FlyingSocks
internal import Foundation

/// One connection: reads requests, one after the other, and sends the answers.
struct Connection: Sendable {
  /// The limits of a connection.
  struct Limits: Sendable {
    /// Seconds to wait for a request, and for the whole of it once it has begun.
    var secondsToRead = 20.0
    /// Seconds that a write of at most 64 KiB may take.
    var secondsToWrite = 20.0
    /// Requests before the connection is closed.
    var requests = 10_000
  }

  /// The socket.
  let socket: AsyncSocket
  /// Where its deadlines are kept.
  let deadlines: Deadlines
  /// The room for bodies of all connections together.
  let room: BodyRoom
  /// The limits.
  let limits: Limits
  /// Checks a head before its body is read: returns the most bytes that the body may have, or refuses.
  let admit: @Sendable (RequestHead) -> Result<Int, Refusal>
  /// Answers a request.
  let answer: @Sendable (Request) async -> Response

  private static let pieceSize = 64 << 10

  /// Serves the connection until one side ends it.
  func serve() async {
    let number = socket.socket.file.rawValue
    defer {
      deadlines.remove(number)
      try? socket.close()
    }
    var pending: [UInt8] = []
    for count in 1...limits.requests {
      do {
        deadlines.set(number, seconds: limits.secondsToRead)
        guard let head = try await head(&pending) else { return }
        let isLast = head.isLast || count == limits.requests
        let response: Response
        switch admit(head) {
        case .failure(let refusal):
          // Whatever follows is not read.
          try await send(.refusing(refusal), isLast: true)
          return
        case .success(let most):
          guard head.bodyLength <= most else { throw Refusal.bodyTooLarge }
          guard room.take(head.bodyLength) else { throw Refusal.busy }
          defer { room.give(head.bodyLength) }
          let body = try await body(head.bodyLength, &pending)
          // The answer may take its time: it is Forger's.
          deadlines.remove(number)
          response = await answer(Request(head, body: body))
        }
        try await send(response, isLast: isLast, withContent: head.method != "HEAD")
        if isLast { return }
        if case .stream = response.content { return }
      } catch let refusal as Refusal {
        try? await send(.refusing(refusal), isLast: true)
        return
      } catch {
        return
      }
    }
  }

  /// The next head, or `nil` where the connection ends before it.
  private func head(_ pending: inout [UInt8]) async throws -> RequestHead? {
    while true {
      if let (head, count) = try RequestHead.read(pending) {
        pending.removeFirst(count)
        return head
      }
      do {
        pending += try await socket.read(atMost: 4096)
      } catch {
        return nil
      }
    }
  }

  private func body(_ count: Int, _ pending: inout [UInt8]) async throws -> [UInt8] {
    guard count > 0 else { return [] }
    deadlines.set(socket.socket.file.rawValue, seconds: limits.secondsToRead)
    var body = Array(pending.prefix(count))
    pending.removeFirst(body.count)
    while body.count < count {
      body += try await socket.read(atMost: min(4096, count - body.count))
    }
    return body
  }

  private func send(_ response: Response, isLast: Bool, withContent: Bool = true) async throws {
    let head = response.head(isLast: isLast || response.isStream)
    switch response.content {
    case .bytes(let bytes):
      try await write(head + (withContent ? bytes.prefix(Self.pieceSize) : []))
      guard withContent else { return }
      for first in stride(from: Self.pieceSize, to: bytes.count, by: Self.pieceSize) {
        try await write(Array(bytes[first..<min(first + Self.pieceSize, bytes.count)]))
      }
    case .stream(let body):
      try await write(head)
      if withContent { try await body(write) }
    }
  }

  @Sendable private func write(_ bytes: [UInt8]) async throws {
    let number = socket.socket.file.rawValue
    deadlines.set(number, seconds: limits.secondsToWrite)
    try await socket.write(Data(bytes))
    deadlines.remove(number)
  }
}

extension Response {
  /// Whether the content has no length, and so ends with the connection.
  fileprivate var isStream: Bool { if case .stream = content { true } else { false } }
}
