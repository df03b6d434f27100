import FileTestSupport
import Foundation
import GANTestSupport
import Recipes
import Serving
import Testing

/// What the server shows, and what it refuses.
@Suite struct RoutesTests {
  @Test func thePageIsPartOfTheProgram() async throws {
    let server = try RunOnDisk().server()
    let page = await server.get("/")
    #expect(page.status == 200)
    #expect(page.fields["Content-Type"] == "text/html; charset=utf-8")
    // Every file that the page asks for is there.
    var wanted = ["/js/page.js", "/style.css", "/icon.svg"]
    var seen: Set<String> = []
    while let path = wanted.popLast() {
      guard seen.insert(path).inserted else { continue }
      let file = await server.get(path)
      #expect(file.status == 200, "\(path)")
      for match in file.text.matches(of: /from "\.\/([a-z]+\.js)"/) {
        wanted.append("/js/\(match.1)")
      }
      #expect(!file.text.contains("innerHTML"), "\(path)")
    }
    #expect(seen.count == 11)
    // Neither style nor script within the page, which its policy would not allow.
    #expect(!page.text.contains("style=") && !page.text.contains("<style"))
    #expect(!page.text.contains("onclick") && !page.text.contains("https://"))
  }

  @Test func aRunIsShown() async throws {
    let run = try RunOnDisk()
    let server = try run.server()
    let runs = try #require(try await server.get("/api/runs").json as? [[String: Any]])
    #expect(runs.count == 1)
    let detail = try #require(try await server.get("/api/runs/0").json as? [String: Any])
    #expect(detail["checkpoints"] as? [String] == ["1"])
    #expect(detail["previews"] as? [Int] == [1])
    let settings = try #require(detail["settings"] as? [[String]])
    #expect(settings.contains(["recipe", "pictures"]))
    let curves = try #require(
      try await server.get("/api/runs/0/curves?from=11&to=30&points=5").json as? [String: Any]
    )
    #expect(curves["shown"] as? Int == 20)
    #expect((curves["iteration"] as? [Int])?.count == 5)
    let preview = await server.get("/api/runs/0/previews/1.png")
    #expect(preview.content == [0x89, 0x50, 0x4E, 0x47])
    #expect(preview.fields["Content-Type"] == "image/png")
  }

  @Test(arguments: [
    "/api", "/api/", "/api/runs/1", "/api/runs/-1", "/api/runs/x", "/api/runs/0/",
    "/api/runs/0/log",
    "/api/runs/0/previews/2.png", "/api/runs/0/previews/1.npz", "/api/runs/0/previews/01.png",
    "/api/runs/0/previews/..%2f..%2flog", "/api/runs/..%2f..%2fetc", "/../../etc/passwd",
    "/api/runs/0/previews/%2e%2e", "/api/results/1.png", "/api/results/..%2f1.png",
    "/api/uploads/1.png",
    "/api/jobs/1", "/api/jobs/../1", "/js/../index.html", "/js/none.js", "/index.html",
    "/etc/passwd",
    "/api/runs/99999999999999999999", "/api/runs/0/curves/1", "/api/events?run=7",
  ])
  func whatIsNotThereIsRefused(_ path: String) async throws {
    let answer = await try RunOnDisk().server().get(path)
    #expect(answer.status == 404 || answer.status == 400, "\(answer.status)")
    #expect(!answer.text.contains("root:"))
  }

  @Test(arguments: [
    "from=x", "from=-1", "points=0", "points=1000000", "to=99999999999999999999", "from=1.5",
  ])
  func oddRangesAreRefused(_ query: String) async throws {
    let answer = await try RunOnDisk().server().get("/api/runs/0/curves?\(query)")
    #expect(answer.status == 400)
    #expect(answer.text.contains("expected"))
  }

  @Test func namesAreTextWhateverTheySay() async throws {
    let name = "<script>alert(1)<&\"'"
    let run = try RunOnDisk(named: name)
    let answer = await try run.server().get("/api/runs")
    #expect(answer.fields["Content-Type"] == "application/json; charset=utf-8")
    let runs = try #require(try answer.json as? [[String: Any]])
    #expect((runs[0]["name"] as? String)?.hasSuffix(name) == true)
  }

  @Test func linksOutOfTheRunsAreNotFollowed() throws {
    let run = try RunOnDisk()
    let other = try RunOnDisk(named: "elsewhere")
    try FileManager.default.createSymbolicLink(
      atPath: run.folder("link"),
      withDestinationPath: other.folder("elsewhere")
    )
    #expect(try run.server().runCount == 1)
  }

  @Test func nothingIsControlledUnlessItIsAllowed() async throws {
    let server = try RunOnDisk().server()
    for wish in ["pause", "stop", "snapshot", "resume", "other"] {
      #expect(await server.post("/api/control/\(wish)", "").status == 403)
    }
    #expect(await server.post("/api/runs/0", "").status == 404)
    #expect(await server.post("/", "").status == 405)
  }

  @Test func bodiesAreOfBoundedSize() async throws {
    let server = try RunOnDisk().server()
    let large = [UInt8](repeating: 0x20, count: 9 << 20)
    #expect(await server.ask("POST", "/api/uploads", body: large).status == 413)
    #expect(
      await server.ask("POST", "/api/runs/0/work", body: Array(large.prefix(2 << 20))).status == 413
    )
    #expect(await server.ask("GET", "/api/runs", body: [1]).status == 413)
  }

  @Test func othersAreServedWithATokenAlone() throws {
    var settings = PageServer.Settings()
    settings.host = "0.0.0.0"
    let run = try RunOnDisk()
    let open = settings
    expectProblem { _ = try run.server(open) }
    settings.token = "short"
    let short = settings
    expectProblem { _ = try run.server(short) }
    settings.token = "0123456789abcdef"
    #expect(try run.server(settings).address.hasSuffix("/?token=0123456789abcdef"))
  }

  private func expectProblem(_ body: () throws -> Void) {
    #expect(throws: (any Error).self) { try body() }
  }
}
