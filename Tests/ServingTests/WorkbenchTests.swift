import Adversarial
import Archives
import Datasets
import FileTestSupport
import Foundation
import GANTestSupport
import Imaging
import LatentTools
import Recipes
import Serving
import TensorCore
import Testing

/// What the workbench makes is what the library makes of the same.
@Suite struct WorkbenchTests {
  private func image(_ work: PageServer.Work, _ server: PageServer) async throws -> Image {
    let file = await server.get("/api/results/\(work.number).png")
    #expect(file.status == 200)
    return try ImageFile.decode(file.content, path: "result")
  }

  /// The image that a saved result gives, by the vectors in it.
  private func remade(
    _ work: PageServer.Work,
    _ server: PageServer,
    _ run: RunOnDisk,
    columns: Int
  ) async throws -> Image {
    let file = await server.get("/api/results/\(work.number).npz")
    let vectors = try run.folder.write(file.content, as: "saved.npz")
    try Generation(from: run.checkpoint.path, in: Context(threadCount: 1))
      .writeGrid(ofVectors: vectors, columns: columns, to: run.folder("again.png"))
    return try ImageFile.read(run.folder("again.png"))
  }

  private func body(_ vectors: [String], _ labels: [Int] = []) -> String {
    let all = vectors.map { "\"\($0)\"" }.joined(separator: ",")
    let classes = labels.isEmpty ? "" : ",\"labels\":\(labels)"
    return "\"checkpoint\":\"latest\",\"vectors\":[\(all)]\(classes)"
  }

  @Test(arguments: [RecipeName.pictures, .mlpMNIST, .dcganCIFAR10])
  func samplesAreThoseOfTheSeed(_ name: RecipeName) async throws {
    let run = try RunOnDisk(.lively(name))
    let server = try run.server()
    let work = try await server.work(
      #"{"kind":"samples","checkpoint":"1","seed":5,"count":6,"columns":3}"#
    )
    #expect(work.state == "done", "\(work.error ?? "")")
    let expected = Context(threadCount: 1).run {
      run.checkpoint.sampler.grid(rows: 2, columns: 3, seed: 5)
    }
    #expect(try await image(work, server) == expected)
    #expect(try await remade(work, server, run, columns: 3) == expected)
    #expect(work.command.contains("seed: 5"))
  }

  @Test func classesAndTruncationAreAskedFor() async throws {
    let run = try RunOnDisk(.lively(.pictures) { $0.classes = .count(3) })
    let server = try run.server()
    let work = try await server.work(
      #"{"kind":"samples","checkpoint":"1","count":4,"label":2,"truncation":0.5}"#
    )
    #expect(work.labels == [2, 2, 2, 2])
    let expected = try Context(threadCount: 1).run {
      try run.checkpoint.truncating(by: Truncation(at: 0.5)).asking(forClass: "2").sampler
        .grid(rows: 1, columns: 4, seed: 0)
    }
    #expect(try await image(work, server) == expected)
    #expect(try await remade(work, server, run, columns: 4) == expected)
  }

  @Test func aPlaneHasItsCornersAndIsMadeAgain() async throws {
    let run = try RunOnDisk(.lively(.pictures) { $0.classes = .count(3) })
    let server = try run.server()
    let four = try await server.work(
      #"{"kind":"samples","checkpoint":"1","count":4,"columns":4,"seed":9}"#
    )
    let plane = try await server.work(
      "{\"kind\":\"plane\",\(body(four.vectors, [0, 1, 2, 1])),\"rows\":3,\"columns\":5}"
    )
    #expect(plane.state == "done", "\(plane.error ?? "")")
    #expect([0, 4, 10, 14].map { plane.vectors[$0] } == four.vectors)
    let shown = try await image(plane, server)
    #expect(try await remade(plane, server, run, columns: 5) == shown)
    let walk = try await server.work(
      "{\"kind\":\"plane\",\(body(Array(four.vectors.prefix(2)), [1, 1])),\"columns\":6}"
    )
    #expect(walk.vectors.count == 6)
    #expect(walk.labels == Array(repeating: 1, count: 6))
  }

  @Test func directionsStartAtTheVector() async throws {
    let run = try RunOnDisk(.lively(.dcganCIFAR10))
    let server = try run.server()
    let one = try await server.work(#"{"kind":"samples","checkpoint":"1","count":1,"seed":2}"#)
    let all = try await server.work("{\"kind\":\"directions\",\(body(one.vectors)),\"columns\":5}")
    #expect(all.state == "done", "\(all.error ?? "")")
    for row in 0..<(all.vectors.count / 5) { #expect(all.vectors[5 * row + 2] == one.vectors[0]) }
    let shown = try await image(all, server)
    #expect(try await remade(all, server, run, columns: 5) == shown)
    let moved = try await server.work(
      "{\"kind\":\"move\",\(body(one.vectors)),\"moves\":[0, 1]}"
    )
    #expect(moved.vectors[0] == all.vectors[5 * 1 + 4])
  }

  @Test func imagesAreProjectedAsTheLibraryDoes() async throws {
    let run = try RunOnDisk(.lively(.mlpMNIST))
    let server = try run.server()
    let target = Context(threadCount: 1).run {
      run.checkpoint.sampler.grid(rows: 1, columns: 1, seed: 4)
    }
    let uploaded = await server.ask("POST", "/api/uploads", body: PNG.encode(target))
    #expect(uploaded.text == #"{"image":1}"#)
    let order =
      #"{"kind":"project","checkpoint":"1","image":1,"imageName":"a b.png","steps":12,"restarts":2}"#
    let work = try await server.work(order)
    #expect(work.state == "done", "\(work.error ?? "")")
    let expected = try Context(threadCount: 1).run {
      let settings = SearchSettings(steps: 12, restarts: 2)
      let projection = try Projection(in: run.checkpoint, settings)
      return projection.grid(of: [try projection(TargetImage(name: "x", image: target))])
    }
    #expect(try await image(work, server) == expected)
  }

  @Test func holesAreFilledAsTheLibraryDoes() async throws {
    let run = try RunOnDisk(.lively(.mlpMNIST))
    let server = try run.server()
    let (target, size) = Context(threadCount: 1).run {
      (run.checkpoint.sampler.grid(rows: 1, columns: 1, seed: 4), run.checkpoint.recipe.image)
    }
    let pixels = (0..<size.height * size.width).map { UInt8($0 % size.width < 9 ? 255 : 0) }
    let hole = Image(height: size.height, width: size.width, channels: 1, pixels: pixels)
    _ = await server.ask("POST", "/api/uploads", body: PNG.encode(target))
    _ = await server.ask("POST", "/api/uploads", body: PNG.encode(hole))
    let work = try await server.work(
      #"{"kind":"complete","checkpoint":"1","image":1,"mask":2,"steps":10,"restarts":2}"#
    )
    #expect(work.state == "done", "\(work.error ?? "")")
    let expected = try Context(threadCount: 1).run {
      let mask = try CompletionMask(of: TargetImage(name: "m", image: hole))
      let settings = CompletionSettings(search: SearchSettings(steps: 10, restarts: 2))
      let completion = try Completion(of: mask, in: run.checkpoint, settings)
      return completion.grid(of: [try completion(TargetImage(name: "x", image: target))])
    }
    #expect(try await image(work, server) == expected)
    #expect(await server.get("/api/uploads/2.png").content == PNG.encode(hole))
  }

  @Test(arguments: [
    "", "{", "[]", "{}", "null", #"{"kind":"other","checkpoint":"1"}"#,
    #"{"kind":"samples"}"#, #"{"kind":"samples","checkpoint":7}"#,
    #"{"kind":"samples","checkpoint":"2"}"#,
    #"{"kind":"samples","checkpoint":"../run/gen_iter_1"}"#,
    #"{"kind":"samples","checkpoint":"1","seed":-1}"#,
    #"{"kind":"samples","checkpoint":"1","count":0}"#,
    #"{"kind":"samples","checkpoint":"1","count":1000000000}"#,
    #"{"kind":"samples","checkpoint":"1","label":0}"#,
    #"{"kind":"samples","checkpoint":"1","truncation":0}"#,
    #"{"kind":"samples","checkpoint":"1","truncation":1e40}"#,
    #"{"kind":"plane","checkpoint":"1"}"#,
    #"{"kind":"plane","checkpoint":"1","vectors":["","",""]}"#,
    #"{"kind":"plane","checkpoint":"1","vectors":["AAAA","????"]}"#,
    #"{"kind":"move","checkpoint":"1","vectors":["AADAfwAAwH8AAMB/AADAfwAAwH8AAMB/"]}"#,
    #"{"kind":"project","checkpoint":"1","image":5}"#,
    #"{"kind":"project","checkpoint":"1","steps":100000000}"#,
    #"{"kind":"nearest","checkpoint":"1","count":5}"#,
  ])
  func oddOrdersAreRefused(_ order: String) async throws {
    let run = try RunOnDisk(.lively(.pictures) { $0.dataset = "/none/such" })
    let server = try run.server()
    let work = try await server.work(order)
    #expect(work.state != "done")
    #expect(work.error?.isEmpty == false)
    // It works on as before.
    let next = try await server.work(#"{"kind":"samples","checkpoint":"1","count":1}"#)
    #expect(next.state == "done")
  }

  @Test func uploadsAreReadWithCare() async throws {
    let run = try RunOnDisk(.lively(.mlpMNIST))
    let server = try run.server()
    let good = PNG.encode(Image(height: 8, width: 8, channels: 3, filledWith: 9))
    for bytes in [[], Array("GIF89a".utf8), Array("<svg/>".utf8), Array(good.prefix(20))] {
      #expect(await server.ask("POST", "/api/uploads", body: bytes).status == 400)
    }
    // A header that claims more than there may be.
    var bomb = good
    bomb.replaceSubrange(16..<24, with: [0, 0, 0xFF, 0xFF, 0, 0, 0xFF, 0xFF])
    #expect(await server.ask("POST", "/api/uploads", body: bomb).status == 400)
    for bytes in Mutations(of: good, count: 60) {
      let sent = await server.ask("POST", "/api/uploads", body: bytes)
      guard sent.status == 200, let answer = try sent.json as? [String: Int],
        let number = answer["image"]
      else { continue }
      let work = try await server.work(
        "{\"kind\":\"project\",\"checkpoint\":\"1\",\"image\":\(number),\"steps\":1,\"restarts\":1}"
      )
      #expect(["done", "failed"].contains(work.state))
    }
  }
}
