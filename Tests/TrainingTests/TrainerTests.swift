import Archives
import ExitTestSupport
import Testing
import Training

@Suite struct TrainerTests {
  /// The first problem is told, and the others' work is done.
  @Test func allExtensionsAreFinalizedThoughOneFails() throws {
    final class Ending: Extension {
      let name: String
      let isFailing: Bool
      var isFinalized = false
      init(_ name: String, isFailing: Bool) { (self.name, self.isFailing) = (name, isFailing) }
      func run(in trainer: Trainer) throws {}
      func finalize(_ trainer: Trainer) throws {
        isFinalized = true
        if isFailing { throw FileProblem(name, found: "is full", expected: "space") }
      }
    }
    let scratch = try Scratch()
    let bench = try Bench(in: scratch, until: .iterations(2))
    let endings = [
      Ending("a", isFailing: false), Ending("b", isFailing: true), Ending("c", isFailing: true),
      Ending("d", isFailing: false),
    ]
    for ending in endings { bench.trainer.extend(ending, every: .never) }
    let problem = #expect(throws: FileProblem.self) { try bench.trainer.run() }
    #expect(problem?.path == "b")
    #expect(endings.map(\.isFinalized) == [true, true, true, true])
  }

  private struct Failure: Error, Equatable {}

  /// Writes down what is asked of it.
  private final class Recorder: Extension {
    let name: String
    let priority: ExtensionPriority
    private let diary: Diary
    var failure: Failure?

    init(_ name: String, _ priority: ExtensionPriority, _ diary: Diary) {
      (self.name, self.priority, self.diary) = (name, priority, diary)
    }

    func initialize(_ trainer: Trainer) throws { diary.entries.append("\(name) initialize") }
    func observe(_ trainer: Trainer) throws {
      diary.entries.append("\(name) observe \(trainer.iteration)")
    }
    func run(in trainer: Trainer) throws {
      diary.entries.append("\(name) run \(trainer.iteration)")
      if let failure { throw failure }
    }
    func finalize(_ trainer: Trainer) throws { diary.entries.append("\(name) finalize") }
  }

  private final class Diary {
    var entries: [String] = []
  }

  @Test func goesThroughExtensionsByPriorityAndThenByOrder() throws {
    let scratch = try Scratch()
    let bench = try Bench(in: scratch, until: .iterations(2))
    let diary = Diary()
    bench.trainer.extend(Recorder("reader", .reader, diary), every: .iterations(1))
    bench.trainer.extend(Recorder("keeper", .keeper, diary), every: .iterations(2))
    bench.trainer.extend(Recorder("writer", .writer, diary), every: .iterations(1))
    bench.trainer.extend(Recorder("second", .reader, diary), every: .iterations(2))
    bench.trainer.extend(
      Recorder("moved", .reader, diary),
      every: .atEnd,
      named: "editor",
      priority: .editor
    )
    #expect(try bench.trainer.run() == .finished)
    #expect(
      diary.entries == [
        "writer initialize", "moved initialize", "reader initialize", "second initialize",
        "keeper initialize",
        "writer observe 1", "writer run 1", "moved observe 1", "reader observe 1", "reader run 1",
        "second observe 1", "keeper observe 1",
        "writer observe 2", "writer run 2", "moved observe 2", "moved run 2", "reader observe 2",
        "reader run 2", "second observe 2", "second run 2", "keeper observe 2", "keeper run 2",
        "writer finalize", "moved finalize", "reader finalize", "second finalize",
        "keeper finalize",
      ]
    )
    #expect(bench.trainer.findExtension(named: "editor") is Recorder)
    #expect(bench.trainer.findExtension(named: "moved") == nil)
  }

  @Test(arguments: [
    (TrainingLength.iterations(7), 7), (.epochs(1), 10), (.epochs(3), 30),
  ])
  func stopsAtItsLength(length: TrainingLength, iterations: Int) throws {
    let scratch = try Scratch()
    let bench = try Bench(in: scratch, until: length)
    try bench.trainer.run()
    #expect(bench.trainer.iteration == iterations)
    #expect(bench.updater.updates == iterations)
    #expect(bench.trainer.isFinished)
    #expect(bench.trainer.elapsedTime == Double(iterations))
  }

  @Test func countsEpochsAcrossBatches() throws {
    let scratch = try Scratch()
    // Four batches of 30 from 100 images: the fourth crosses the epoch's end.
    let bench = try Bench(in: scratch, until: .epochs(1), batchSize: 30)
    try bench.trainer.run()
    #expect(bench.trainer.iteration == 4)
    #expect(bench.trainer.epoch == 1)
    #expect(abs(bench.trainer.epochDetail - 1.2) < 1e-12)
  }

  @Test func letsWritersAddToTheObservation() throws {
    let scratch = try Scratch()
    let bench = try Bench(in: scratch, until: .iterations(2))
    let log = LogReport()
    bench.trainer.extend(log, every: .iterations(2))
    let score = Periodic("score", priority: .writer) { trainer in
      try trainer.report(["score": Double(trainer.iteration)])
    }
    bench.trainer.extend(score, every: .iterations(1))
    try bench.trainer.run()
    #expect(log.entries.count == 1)
    #expect(log.entries.first?.means["score"] == 1.5)
  }

  @Test func finalizesWhenSomethingFails() throws {
    let scratch = try Scratch()
    let bench = try Bench(in: scratch, until: .iterations(5))
    let diary = Diary()
    let recorder = Recorder("failing", .reader, diary)
    recorder.failure = Failure()
    bench.trainer.extend(recorder, every: .iterations(3))
    #expect(throws: Failure()) { try bench.trainer.run() }
    #expect(diary.entries.suffix(2) == ["failing run 3", "failing finalize"])
    #expect(bench.trainer.iteration == 3)
    #expect(bench.trainer.elapsedTime == 3)
  }

  @Test func passesOnWhatTheUpdaterThrows() throws {
    let scratch = try Scratch()
    let bench = try Bench(in: scratch, until: .iterations(5))
    bench.updater.onUpdate = { if $0 == 2 { throw Failure() } }
    #expect(throws: Failure()) { try bench.trainer.run() }
    #expect(bench.trainer.iteration == 1)
  }

  @Test func refusesTwoExtensionsOfOneName() async {
    expectMessage(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        let scratch = try Scratch()
        let bench = try Bench(in: scratch, until: .iterations(1))
        bench.trainer.extend(LogReport(), every: .iterations(1))
        bench.trainer.extend(LogReport(), every: .iterations(1))
      },
      "Trainer: two extensions of the name log"
    )
  }
}
