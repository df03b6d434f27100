import Foundation
import GANTestSupport
import Serving
import Testing

/// A server with connections that behave, and others.
@Suite(.serialized) struct ConnectionTests {
  /// A socket that is connected to a server.
  private final class Client {
    let descriptor: Int32

    init(port: Int) throws {
      descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
      var address = sockaddr_in()
      address.sin_family = sa_family_t(AF_INET)
      address.sin_port = in_port_t(port).bigEndian
      address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
      let status = withUnsafePointer(to: &address) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
          connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
        }
      }
      try #require(status == 0)
      var patience = timeval(tv_sec: 300, tv_usec: 0)
      setsockopt(
        descriptor,
        SOL_SOCKET,
        SO_RCVTIMEO,
        &patience,
        socklen_t(MemoryLayout<timeval>.size)
      )
    }

    deinit { close(descriptor) }

    func send(_ text: String) {
      let bytes = Array(text.utf8)
      _ = Glibc.send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL))
    }

    /// What comes until the server closes, or nothing comes for long.
    func rest(atMost most: Int = 1 << 24) -> String {
      var all: [UInt8] = []
      var buffer = [UInt8](repeating: 0, count: 1 << 16)
      while all.count < most {
        let count = recv(descriptor, &buffer, buffer.count, 0)
        guard count > 0 else { break }
        all += buffer[..<count]
      }
      return String(decoding: all, as: UTF8.self)
    }

    /// The next bytes.
    func some() -> String {
      var buffer = [UInt8](repeating: 0, count: 1 << 16)
      let count = recv(descriptor, &buffer, buffer.count, 0)
      return count > 0 ? String(decoding: buffer[..<count], as: UTF8.self) : ""
    }
  }

  private static let threads = OwnThreads(2)

  /// Runs `body` with a server whose patience is short.
  private func withServer(
    secondsAllowed: Double = 1,
    _ body: (PageServer) async throws -> Void
  ) async throws {
    var settings = PageServer.Settings()
    settings.secondsAllowed = secondsAllowed
    let run = try RunOnDisk()
    let server = try run.server(settings)
    let task = Task(executorPreference: Self.threads) { try await server.run() }
    do { try await body(server) } catch {
      task.cancel()
      throw error
    }
    // It still answers, whatever was done to it; on a busy machine its patience may end before it is asked.
    var answer = ""
    for _ in 0..<20 where answer.isEmpty { answer = try ask(server, "/api/runs") }
    #expect(answer.hasPrefix("HTTP/1.1 200 OK"))
    task.cancel()
    _ = try? await task.value
  }

  private func request(_ server: PageServer, _ path: String, last: Bool = true) -> String {
    "GET \(path) HTTP/1.1\r\nHost: 127.0.0.1:\(server.port)\r\n"
      + (last ? "Connection: close\r\n\r\n" : "\r\n")
  }

  private func ask(_ server: PageServer, _ path: String) throws -> String {
    let client = try Client(port: server.port)
    client.send(request(server, path))
    return client.rest()
  }

  @Test func answersHaveTheirPolicy() async throws {
    try await withServer(secondsAllowed: 300) { server in
      for path in ["/", "/api/runs", "/none", "/js/page.js"] {
        let answer = try ask(server, path)
        #expect(answer.contains("Content-Security-Policy: default-src 'none'; script-src 'self';"))
        #expect(!answer.contains("unsafe"))
        #expect(answer.contains("X-Content-Type-Options: nosniff"))
        #expect(!answer.lowercased().contains("access-control-allow"))
      }
    }
  }

  @Test func manyRequestsGoThroughOneConnection() async throws {
    try await withServer(secondsAllowed: 300) { server in
      let client = try Client(port: server.port)
      for _ in 0..<50 {
        client.send(request(server, "/icon.svg", last: false))
        #expect(client.some().hasPrefix("HTTP/1.1 200 OK"))
      }
      // Several at once are answered in turn.
      client.send(request(server, "/none", last: false) + request(server, "/api/server"))
      let both = client.rest()
      #expect(both.contains("404 Not Found") && both.contains("200 OK"))
    }
  }

  @Test func halfRequestsAndIdleConnectionsAreClosed() async throws {
    try await withServer { server in
      let clients = try (0..<20).map { _ in try Client(port: server.port) }
      for (index, client) in clients.enumerated() where index % 2 == 0 {
        client.send("GET / HTTP/1.1\r\nHost: 127.0")
      }
      for client in clients { #expect(client.rest() == "") }
    }
  }

  @Test func oneByteAtATimeIsNotTimeEnough() async throws {
    try await withServer { server in
      let client = try Client(port: server.port)
      for character in "GET / HTTP/1.1\r\nA: \(String(repeating: "b", count: 40))" {
        client.send(String(character))
        try await Task.sleep(for: .milliseconds(50))
      }
      #expect(client.rest() == "")
    }
  }

  @Test func endlessHeadsAndBodiesAreRefused() async throws {
    try await withServer(secondsAllowed: 300) { server in
      let head = try Client(port: server.port)
      head.send("GET /" + String(repeating: "a", count: 40_000))
      #expect(head.rest().hasPrefix("HTTP/1.1 431"))
      let body = try Client(port: server.port)
      body.send(
        "POST /api/uploads HTTP/1.1\r\nHost: 127.0.0.1:\(server.port)\r\nX-Forger: 1\r\n"
          + "Content-Length: 999999999999\r\n\r\n"
      )
      #expect(body.rest().hasPrefix("HTTP/1.1 413"))
      let foreign = try Client(port: server.port)
      foreign.send("GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n")
      #expect(foreign.rest().hasPrefix("HTTP/1.1 403"))
    }
  }

  @Test func thoseWhoDoNotReadAreNotWaitedFor() async throws {
    try await withServer { server in
      let clients = try (0..<20).map { _ in try Client(port: server.port) }
      // More answers than the system keeps for a reader.
      let many = String(repeating: request(server, "/js/chart.js", last: false), count: 1000)
      for client in clients { client.send(many) }
      for _ in 0..<100 where server.connectionCount == 0 {
        try await Task.sleep(for: .milliseconds(10))
      }
      for _ in 0..<100 where server.connectionCount > 0 {
        try await Task.sleep(for: .milliseconds(100))
      }
      #expect(server.connectionCount == 0)
      withExtendedLifetime(clients) {}
    }
  }

  @Test func aThousandConnectionsLeaveRoomForMore() async throws {
    try await withServer { server in
      var clients = try (0..<400).map { _ in try Client(port: server.port) }
      try await Task.sleep(for: .milliseconds(300))
      #expect(server.connectionCount <= 256)
      withExtendedLifetime(clients) {}
      clients = []
      for _ in 0..<100 where server.connectionCount > 0 {
        try await Task.sleep(for: .milliseconds(100))
      }
    }
  }

  @Test func newsComeByThemselves() async throws {
    try await withServer(secondsAllowed: 300) { server in
      let client = try Client(port: server.port)
      client.send(request(server, "/api/events?run=0"))
      var text = ""
      while !text.contains("data: {"), text.count < 10_000 {
        let more = client.some()
        if more.isEmpty { break }
        text += more
      }
      #expect(text.contains("Content-Type: text/event-stream"))
      #expect(text.contains("\"iteration\":40"))
    }
  }
}
