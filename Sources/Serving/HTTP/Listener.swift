internal import Archives
internal import FlyingSocks
internal import Foundation
internal import Synchronization

/// Accepts connections at an address and serves them, a bounded number at a time.
///
/// FlyingFox's sockets carry it. Its own HTTP server reads heads of any length, waits for ever for half of a
/// request, and for a reader that does not read; `Connection` does not.
final class Listener: Sendable {
  /// Where connections are taken.
  struct Address: Sendable {
    /// An IPv4 or IPv6 address.
    let host: String
    /// The port; 0 for any that is free.
    let port: Int
  }

  /// The most connections at a time; more are turned away at once.
  static let mostConnections = 256
  /// The most bytes of bodies at a time.
  private static let mostBodyBytes = 64 << 20

  /// The port.
  let port: Int
  private let socket: Socket
  private let limits: Connection.Limits
  private let deadlines = Deadlines()
  private let room = BodyRoom(most: mostBodyBytes)
  private let count = Mutex(0)

  /// Binds an address.
  ///
  /// - Throws: `FileProblem` if it cannot be bound, such as when another program has the port.
  init(_ address: Address, limits: Connection.Limits = Connection.Limits()) throws {
    self.limits = limits
    do {
      let isV6 = address.host.contains(":")
      let port = UInt16(clamping: address.port)
      socket = try Socket(domain: isV6 ? AF_INET6 : AF_INET)
      try socket.setValue(true, for: .localAddressReuse)
      if isV6 {
        try socket.bind(to: .inet6(ip6: address.host, port: port))
      } else {
        try socket.bind(to: .inet(ip4: address.host, port: port))
      }
      try socket.listen(maxPendingConnection: 128)
      switch try socket.sockname() {
      case .ip4(_, let port), .ip6(_, let port): self.port = Int(port)
      default: self.port = address.port
      }
    } catch {
      throw FileProblem(
        "\(address.host):\(address.port)",
        found: "cannot be listened at (\(error.localizedDescription))",
        expected: "an address of this machine with a port that is free"
      )
    }
  }

  /// The number of connections.
  var connectionCount: Int { count.withLock { $0 } }

  /// Serves connections until the task is canceled.
  ///
  /// - Parameters:
  ///   - admit: Checks a head before its body is read; returns the most bytes that the body may have.
  ///   - answer: Answers a request.
  /// - Throws: `CancellationError`, and what the sockets throw.
  func serve(
    admitting admit: @escaping @Sendable (RequestHead) -> Result<Int, Refusal>,
    answer: @escaping @Sendable (Request) async -> Response
  ) async throws {
    let pool = SocketPool.make(maxEvents: 64)
    try await pool.prepare()
    let listening = try AsyncSocket(socket: socket, pool: pool)
    defer { try? socket.close() }
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { try await pool.run() }
      group.addTask { [deadlines] in
        while true {
          try await Task.sleep(for: .milliseconds(250))
          deadlines.sweep()
        }
      }
      group.addTask {
        try await withThrowingDiscardingTaskGroup { connections in
          while true {
            let connected: AsyncSocket
            do {
              connected = try await listening.accept()
            } catch is CancellationError {
              throw CancellationError()
            } catch {
              // Such as when this process has as many files open as it may: some are closed soon.
              try await Task.sleep(for: .milliseconds(50))
              continue
            }
            guard self.enter() else {
              try? connected.close()
              continue
            }
            let connection = Connection(
              socket: connected,
              deadlines: self.deadlines,
              room: self.room,
              limits: self.limits,
              admit: admit,
              answer: answer
            )
            connections.addTask {
              await connection.serve()
              self.leave()
            }
          }
        }
      }
      try await group.next()
      group.cancelAll()
    }
  }

  private func enter() -> Bool {
    count.withLock { count in
      guard count < Self.mostConnections else { return false }
      count += 1
      return true
    }
  }

  private func leave() { count.withLock { $0 -= 1 } }
}
