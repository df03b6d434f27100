import Archives
import FileTestSupport
import Foundation
import GANTestSupport
import Recipes
import Serving
import TensorCore
import Testing

/// A folder with a run: a log, a preview and a generator with its discriminator.
struct RunOnDisk {
  let folder: TemporaryFolder
  let checkpoint: GeneratorCheckpoint

  init(_ gan: GAN = .lively(.pictures), named name: String = "run") throws {
    folder = try TemporaryFolder()
    let saved = try gan.saved()
    for file in ["gen_iter_1.npz", "dis_iter_1.npz"] {
      let source = URL(fileURLWithPath: saved.path).deletingLastPathComponent()
        .appendingPathComponent(file)
      try folder.write([UInt8](Data(contentsOf: source)), as: "\(name)/\(file)")
    }
    let lines = (1...40).map {
      "{\"iteration\": \($0), \"elapsed_time\": \($0), \"gen/loss\": 1.5}"
    }
    try folder.write(
      Array(("[\n" + lines.joined(separator: ",\n") + "\n]\n").utf8),
      as: "\(name)/log"
    )
    try folder.write([0x89, 0x50, 0x4E, 0x47], as: "\(name)/preview/image00000001.png")
    checkpoint = try GeneratorCheckpoint(readingFrom: folder("\(name)/gen_iter_1.npz"))
  }

  /// A server of the run.
  func server(_ settings: PageServer.Settings = PageServer.Settings()) throws -> PageServer {
    try PageServer(
      of: [folder.path],
      settings,
      in: Context(threadCount: 1),
      wordingWarnings: { "\($0)" },
      wordingReproductions: { "\($0)" }
    )
  }
}

/// What a server answers.
struct Answer {
  let status: Int
  let content: [UInt8]
  let fields: [String: String]

  /// The content as text.
  var text: String { String(decoding: content, as: UTF8.self) }

  /// The content as JSON.
  var json: Any {
    get throws { try JSONSerialization.jsonObject(with: Data(content), options: .fragmentsAllowed) }
  }
}

extension PageServer {
  /// Asks as the page does.
  func get(_ path: String) async -> Answer { await ask("GET", path, body: []) }

  /// Sends as the page does.
  func post(_ path: String, _ body: String) async -> Answer {
    await ask("POST", path, body: Array(body.utf8))
  }

  /// Asks with any body.
  func ask(_ method: String, _ path: String, body: [UInt8]) async -> Answer {
    let head =
      "\(method) \(path) HTTP/1.1\r\nHost: 127.0.0.1:\(port)\r\nX-Forger: page\r\n"
      + "Content-Length: \(body.count)\r\n\r\n"
    let answer = await answer(Array(head.utf8) + body)
    return Answer(
      status: answer.status,
      content: answer.content,
      fields: Dictionary(answer.fields.map { ($0.name, $0.value) }) { $1 }
    )
  }

  /// Has the workbench do something and waits for it.
  func work(_ order: String, run: Int = 0) async throws -> Work {
    var answer = await post("/api/runs/\(run)/work", order)
    while true {
      let job = try #require(try answer.json as? [String: Any], "\(answer.text)")
      guard let state = job["state"] as? String, let number = job["job"] as? Int else {
        return Work(state: "refused", error: job["error"] as? String, result: [:])
      }
      if state == "done" || state == "failed" {
        return Work(
          state: state,
          error: job["error"] as? String,
          result: job["result"] as? [String: Any] ?? [:]
        )
      }
      answer = await get("/api/jobs/\(number)")
    }
  }

  struct Work {
    let state: String
    let error: String?
    let result: [String: Any]
    var number: Int { result["number"] as? Int ?? 0 }
    var command: String { result["command"] as? String ?? "" }
    var vectors: [String] { result["vectors"] as? [String] ?? [] }
    var labels: [Int] { result["labels"] as? [Int] ?? [] }
  }
}
