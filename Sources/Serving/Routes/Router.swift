internal import Archives
internal import Foundation
internal import Imaging
internal import Recipes

/// Finds the answer to a request.
///
/// Runs, results and jobs are looked up by numbers; no part of an address becomes part of a path.
struct Router: Sendable {
  /// The runs.
  let runs: RunTable
  /// What is done with generators.
  let workbench: Workbench
  /// Where it waits to be done.
  let queue: WorkQueue
  /// Who watches.
  let watchers: Watchers
  /// Words a warning.
  let wording: @Sendable (CollapseWarning) -> String
  /// What the page is told of the server.
  let facts: ServerFacts
  /// Passes a wish on to the run in training, if there is control.
  let control: (@Sendable (ControlLine) -> Void)?

  private static let mostPoints = 2000
  private static let mostJSON = 1 << 20

  /// The most bytes that the body of a request may have.
  static func mostBytes(of head: RequestHead) -> Int {
    guard head.method == "POST" else { return 0 }
    return head.path == ["api", "uploads"] ? Uploads.mostBytes : mostJSON
  }

  /// The answer to a request.
  func answer(_ request: Request) async -> Response {
    do {
      guard request.head.path.first == "api" else {
        guard request.head.method != "POST" else { throw Refusal.wrongMethod }
        return try PageFiles.response(to: request.head.path)
      }
      let path = Array(request.head.path.dropFirst())
      return request.head.method == "POST"
        ? try await done(path, request) : try await shown(path, request)
    } catch let refusal as Refusal {
      return .refusing(refusal)
    } catch let problem as FileProblem {
      return .refusing(Refusal(500, "\(problem)"))
    } catch {
      return .refusing(Refusal(500, "this cannot be answered"))
    }
  }

  // MARK: What is shown

  private func shown(_ path: [String], _ request: Request) async throws -> Response {
    switch path.first {
    case "server" where path.count == 1: return try .json(facts)
    case "runs" where path.count == 1: return try await list()
    case "runs": return try await shown(ofRun: path, request)
    case "events" where path.count == 1: return try await events(request)
    case "jobs" where path.count == 2: return try await job(path[1])
    case "results" where path.count == 2: return try result(path[1])
    case "uploads" where path.count == 2: return try upload(path[1])
    default: throw Refusal.notFound
    }
  }

  private func list() async throws -> Response {
    var overviews: [RunOverview] = []
    for run in runs.all {
      await run.refresh()
      overviews.append(await run.overview)
    }
    return try .json(overviews)
  }

  private func run(_ text: String) throws(Refusal) -> ServedRun {
    guard let number = Int(text), let run = runs[number] else { throw .notFound }
    return run
  }

  private func shown(ofRun path: [String], _ request: Request) async throws -> Response {
    let run = try run(path[1])
    await run.refresh()
    switch (path.count, path.dropFirst(2).first) {
    case (2, _):
      return .json(try await run.answer(to: "detail") { [wording] in $0.detail(inWords: wording) })
    case (3, "curves"):
      let (first, last) = (
        try request.integer("from", in: 0...Int.max), try request.integer("to", in: 0...Int.max)
      )
      let most = try request.integer("points", in: 1...Self.mostPoints) ?? 600
      let question = "curves \(first ?? 0) \(last ?? .max) \(most)"
      return .json(
        try await run.answer(to: question) {
          $0.curves(from: first ?? 0, to: last ?? .max, most: most)
        }
      )
    case (4, "previews"):
      guard let number = Int(path[3].prefix { $0 != "." }), path[3] == "\(number).png",
        let file = await run.previewPath(number)
      else { throw Refusal.notFound }
      let bytes = try InputFile.read(file, limit: 64 << 20)
      var response = Response.bytes(bytes, type: "image/png")
      // Another run may take the place of this one in its folder.
      response.fields.append(("Cache-Control", "private, max-age=60"))
      return response
    default: throw Refusal.notFound
    }
  }

  private func job(_ text: String) async throws -> Response {
    guard let number = Int(text) else { throw Refusal.notFound }
    // What is soon done is waited for, so that the page need not ask twice.
    for _ in 0..<40 {
      switch queue.state(of: number) {
      case nil: throw Refusal.notFound
      case .done, .failed: return try .json(JobAnswer(number, queue.state(of: number)))
      default: try await Task.sleep(for: .milliseconds(25))
      }
    }
    return try .json(JobAnswer(number, queue.state(of: number)))
  }

  private func result(_ name: String) throws -> Response {
    let parts = name.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 2, let number = Int(parts[0]), let item = workbench.results[number] else {
      throw Refusal.notFound
    }
    switch parts[1] {
    case "png": return .bytes(item.png, type: "image/png")
    case "npz":
      guard let arrays = item.arrays else { throw Refusal.notFound }
      return .bytes(try arrays.npzBytes(), type: "application/zip")
    default: throw Refusal.notFound
    }
  }

  /// An image that the page sent, such as a mask that was painted there.
  private func upload(_ name: String) throws -> Response {
    guard name.hasSuffix(".png"), let number = Int(name.dropLast(4)),
      let bytes = workbench.uploads[number]
    else { throw Refusal.notFound }
    let limits = ImageLimits(side: 4096, pixels: 4 << 20, fileBytes: Uploads.mostBytes)
    let image = try ImageFile.decode(bytes, path: "the image", limits: limits)
    return .bytes(PNG.encode(image), type: "image/png")
  }

  private func events(_ request: Request) async throws -> Response {
    let number = try request.integer("run", in: 0...RunTable.mostRuns)
    if let number, runs[number] == nil { throw Refusal.notFound }
    guard let watcher = watchers.add(run: number) else { throw Refusal.busy }
    return Response(
      fields: [("Content-Type", "text/event-stream")],
      content: .stream { [watchers] write in
        defer { watchers.remove(watcher.number) }
        try await write(Array("retry: 2000\n\n".utf8))
        for await event in watcher.events {
          try await write(event)
        }
      }
    )
  }

  // MARK: What is done

  private func done(_ path: [String], _ request: Request) async throws -> Response {
    switch (path.first, path.count) {
    case ("uploads", 1):
      return try .json(["image": try workbench.uploads.add(request.body)])
    case ("jobs", 3) where path[2] == "cancel":
      guard let number = Int(path[1]) else { throw Refusal.notFound }
      queue.cancel(number)
      return try .json(["job": number])
    case ("runs", 3) where path[2] == "work":
      let order = try request.decoded(as: WorkOrder.self)
      let run = try run(path[1])
      await run.refresh()
      guard let checkpoint = await run.checkpoint(order.checkpoint) else {
        throw Refusal.badRequest("the run has no such checkpoint; its first has yet to be written")
      }
      let number = try queue.add { [workbench] progress in
        try workbench.carryOut(order, with: checkpoint.path, progress: progress)
      }
      return try await job("\(number)")
    case ("control", 2):
      guard let control else { throw Refusal.forbidden("started without --control") }
      guard let line = ControlLine(rawValue: path[1]) else { throw Refusal.notFound }
      control(line)
      return try .json(["asked": path[1]])
    default: throw Refusal.notFound
    }
  }
}

/// What the page is told of the server.
struct ServerFacts: Encodable, Sendable {
  let version: String
  /// The machine that computes.
  let device: String
  /// The run that is trained by the process that started the server, if one is.
  let trainedRun: Int?
  /// Whether the page may pause, snapshot and stop that run.
  let hasControl: Bool
}

/// What the page is told of a job.
private struct JobAnswer: Encodable {
  let job: Int
  let state: String
  var share: Double?
  var error: String?
  var result: WorkResult?

  init(_ job: Int, _ state: WorkQueue.State?) {
    self.job = job
    switch state {
    case .waiting: self.state = "waiting"
    case .running(let share): (self.state, self.share) = ("running", share)
    case .done(let result): (self.state, self.result) = ("done", result)
    case .failed(let error): (self.state, self.error) = ("failed", error)
    case nil: self.state = "unknown"
    }
  }
}
