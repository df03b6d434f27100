import Serving
import Testing

/// Whose requests are answered.
@Suite struct GatekeeperTests {
  private let token = "0123456789abcdef0123"

  private func decision(
    _ line: String,
    _ fields: [String] = [],
    host: String = "127.0.0.1:8420",
    at address: String = "127.0.0.1",
    token: String? = nil
  ) throws -> Gatekeeper.Decision {
    let text = ([line + " HTTP/1.1", "Host: \(host)"] + fields).joined(separator: "\r\n")
    let read = try #require(try RequestHead.read(Array((text + "\r\n\r\n").utf8)))
    return Gatekeeper(host: address, port: 8420, names: ["box.lan"], token: token)
      .decide(about: read.head)
  }

  private func status(_ decision: Gatekeeper.Decision) -> Int {
    if case .refused(let refusal) = decision { refusal.status } else { 200 }
  }

  @Test(arguments: [
    "127.0.0.1:8420", "localhost:8420", "LOCALHOST:8420", "[::1]:8420", "box.lan:8420",
  ])
  func ownNamesAreTaken(_ host: String) throws {
    #expect(try decision("GET /api/runs", host: host) == .admitted)
  }

  @Test(arguments: [
    "evil.example:8420", "evil.example", "127.0.0.1", "127.0.0.1:80", "localhost:8421",
    "localhost.evil.example:8420", "127.0.0.1.evil.example:8420", "192.168.0.7:8420", "",
    "127.0.0.1:8420:8420", "[::1", "localhost:8420@evil.example",
  ])
  func foreignNamesAreRefused(_ host: String) throws {
    #expect(status(try decision("GET /", host: host)) == 403)
  }

  @Test func aRequestWithoutHostIsRefused() throws {
    let read = try #require(try RequestHead.read(Array("GET / HTTP/1.1\r\n\r\n".utf8)))
    let gatekeeper = Gatekeeper(host: "127.0.0.1", port: 8420, token: nil)
    #expect(status(gatekeeper.decide(about: read.head)) == 403)
  }

  @Test(arguments: [
    "http://evil.example", "null", "https://127.0.0.1:8420", "http://127.0.0.1:8421",
    "http://localhost:8420", "",
  ])
  func foreignOriginsAreRefused(_ origin: String) throws {
    for method in ["GET", "POST"] {
      let fields = ["Origin: \(origin)", "X-Forger: page"]
      #expect(status(try decision("\(method) /api/runs", fields)) == 403)
    }
  }

  @Test func thePageItselfIsAnswered() throws {
    let fields = ["Origin: http://127.0.0.1:8420", "Sec-Fetch-Site: same-origin", "X-Forger: page"]
    #expect(try decision("POST /api/runs/0/work", fields) == .admitted)
  }

  @Test func otherSitesMayLinkToThePageAlone() throws {
    let cross = ["Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: navigate"]
    #expect(try decision("GET /", cross) == .admitted)
    #expect(status(try decision("GET /api/runs", cross)) == 403)
    let image = ["Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: no-cors"]
    #expect(status(try decision("GET /", image)) == 403)
    #expect(status(try decision("GET /api/results/1.png", ["Sec-Fetch-Site: same-site"])) == 403)
  }

  @Test func formsOfOtherPagesDoNothing() throws {
    #expect(status(try decision("POST /api/control/stop")) == 403)
    #expect(status(try decision("PUT /api/runs", ["X-Forger: page"])) == 405)
  }

  @Test func othersNeedTheToken() throws {
    func decide(_ line: String, _ fields: [String] = []) throws -> Gatekeeper.Decision {
      try decision(line, fields, host: "192.168.0.7:8420", at: "0.0.0.0", token: token)
    }
    for path in ["/", "/api/runs", "/style.css"] {
      #expect(status(try decide("GET \(path)")) == 401)
      #expect(status(try decide("GET \(path)", ["Authorization: Bearer \(token)x"])) == 401)
      #expect(
        status(try decide("GET \(path)", ["Cookie: forger-token=0123456789abcdef0124"])) == 401
      )
      #expect(try decide("GET \(path)", ["Authorization: Bearer \(token)"]) == .admitted)
      #expect(try decide("GET \(path)", ["Cookie: a=b; forger-token=\(token)"]) == .admitted)
    }
    #expect(try decide("GET /?token=\(token)") == .welcomed)
    #expect(status(try decide("GET /?token=\(token)x")) == 401)
    #expect(status(try decide("GET /api/runs?token=\(token)")) == 401)
  }

  @Test func namesOfOthersAreNoWayInEvenWithTheToken() throws {
    let fields = ["Authorization: Bearer \(token)"]
    let decision = try decision(
      "GET /",
      fields,
      host: "evil.example:8420",
      at: "0.0.0.0",
      token: token
    )
    #expect(status(decision) == 403)
  }
}
