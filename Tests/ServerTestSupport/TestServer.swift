import Foundation
import Synchronization

/// A server for one test, which listens to this machine only and does as it is told, wrong or right.
public final class TestServer: Sendable {
  /// What to do about a request; `number` counts those for the same path from 0.
  public typealias Behavior = @Sendable (_ request: ServerRequest, _ number: Int) -> ServerReply

  private struct State {
    var requests: [ServerRequest] = []
    var connections: Set<Int32> = []
    var hasEnded = false
  }

  /// Where it listens: "http://127.0.0.1:12345".
  public let address: String
  private let listener: Int32
  private let behavior: Behavior
  private let state = Mutex(State())

  /// Starts to listen.
  public init(_ behavior: @escaping Behavior) throws {
    self.behavior = behavior
    let listener = socket(AF_INET, Self.stream, 0)
    var place = sockaddr_in()
    place.sin_family = sa_family_t(AF_INET)
    place.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let status = withUnsafeMutablePointer(to: &place) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { place in
        bind(listener, place, size) == 0 && listen(listener, 16) == 0
          && getsockname(listener, place, &size) == 0
      }
    }
    guard listener >= 0, status else { throw CannotListen() }
    self.listener = listener
    address = "http://127.0.0.1:\(UInt16(bigEndian: place.sin_port))"
    Thread.detachNewThread { [weak self] in Self.accept(listener) { self } }
  }

  deinit { stop() }

  /// The requests so far.
  public var requests: [ServerRequest] { state.withLock(\.requests) }

  /// Closes all connections and listens no longer.
  public func stop() {
    let connections = state.withLock { state in
      defer { state.hasEnded = true }
      return state.hasEnded ? nil : state.connections
    }
    guard let connections else { return }
    for connection in connections { shutdown(connection, Self.bothWays) }
    shutdown(listener, Self.bothWays)
  }

  private static func accept(_ listener: Int32, _ server: () -> TestServer?) {
    while true {
      let connection = Foundation.accept(listener, nil, nil)
      guard connection >= 0 else {
        if errno == EINTR { continue }
        break
      }
      guard let server = server() else {
        close(connection)
        break
      }
      Thread.detachNewThread { server.serve(connection) }
    }
    close(listener)
  }

  private func serve(_ connection: Int32) {
    let isWanted = state.withLock { state in
      if !state.hasEnded { state.connections.insert(connection) }
      return !state.hasEnded
    }
    if isWanted, let request = Self.request(connection) {
      let number = state.withLock { state in
        state.requests.append(request)
        return state.requests.count { $0.path == request.path } - 1
      }
      for step in behavior(request, number).steps {
        guard Self.take(step, connection) else { break }
      }
    }
    // The client shall get all that was sent: a close with unread bytes would reset the connection.
    shutdown(connection, Self.writing)
    _ = Self.take(.stall, connection)
    state.withLock { _ = $0.connections.remove(connection) }
    close(connection)
  }

  private static func request(_ connection: Int32) -> ServerRequest? {
    var header: [UInt8] = []
    while header.count < 65_536 {
      var byte: UInt8 = 0
      guard recv(connection, &byte, 1, 0) == 1 else { return nil }
      header.append(byte)
      if header.suffix(4) == [13, 10, 13, 10] {
        return ServerRequest(String(decoding: header, as: UTF8.self))
      }
    }
    return nil
  }

  /// Does one thing; returns whether the client is still there.
  private static func take(_ step: ServerReply.Step, _ connection: Int32) -> Bool {
    switch step {
    case .send(let bytes): return send(bytes, connection)
    case .sendForever(let bytes):
      while send(bytes, connection) {}
      return false
    case .stall:
      // Whatever the client still says is of no interest, only that it goes.
      var byte: UInt8 = 0
      while recv(connection, &byte, 1, 0) == 1 {}
      return false
    }
  }

  private static func send(_ bytes: [UInt8], _ connection: Int32) -> Bool {
    var sent = 0
    while sent < bytes.count {
      let count = bytes[sent...].withUnsafeBytes { rest in
        Foundation.send(connection, rest.baseAddress, rest.count, noSignal)
      }
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else { return false }
      sent += count
    }
    return true
  }

  #if canImport(Glibc)
  private static let stream = Int32(SOCK_STREAM.rawValue)
  private static let (bothWays, writing) = (Int32(SHUT_RDWR), Int32(SHUT_WR))
  private static let noSignal = Int32(MSG_NOSIGNAL)
  #else
  private static let stream = SOCK_STREAM
  private static let (bothWays, writing) = (SHUT_RDWR, SHUT_WR)
  private static let noSignal: Int32 = 0
  #endif
}

/// No port of this machine can be listened to.
public struct CannotListen: Error {}
