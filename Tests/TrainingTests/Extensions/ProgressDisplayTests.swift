import Terminal
import TerminalTestSupport
import Testing
import Training

@Suite struct ProgressDisplayTests {
  /// The tutorial's situation: 190 of 1000 iterations an epoch, 1000 epochs, 10.121 a second.
  @Test func drawsTheTutorialsDisplay() throws {
    let scratch = try Scratch()
    let bench = try Bench(
      in: scratch,
      until: .epochs(1000),
      datasetCount: 1000,
      batchSize: 1,
      secondsPerUpdate: 1 / 10.121
    )
    let transcript = Transcript()
    bench.trainer.extend(ProgressDisplay(on: transcript.console(.terminal)), every: .iterations(10))
    let request = StopRequest()
    bench.trainer.extend(
      Periodic("stop") { if $0.iteration == 190 { request.raise(.interrupt) } },
      every: .iterations(1)
    )
    try bench.trainer.run(stopping: request)
    #expect(
      transcript.screen == [
        "     total [..................................................]  0.02%",
        "this epoch [#########.........................................] 19.00%",
        "       190 iter, 0 epoch / 1000 epochs",
        "    10.121 iters/sec. Estimated time to finish: 1 day, 3:26:25.",
      ]
    )
  }

  @Test func measuresTheRecentPast() throws {
    let scratch = try Scratch()
    let bench = try Bench(in: scratch, until: .iterations(400))
    let clock = bench.clock
    // 200 slow iterations, then fast ones: a hundred later the slow ones are forgotten.
    bench.updater.onUpdate = { clock.time += $0 <= 200 ? 10 : 0.5 }
    let transcript = Transcript()
    bench.trainer.extend(
      ProgressDisplay(on: transcript.console(.lines), lineInterval: 0),
      every: .iterations(100)
    )
    try bench.trainer.run()
    #expect(
      transcript.text == """
        [25.00%] 10.00 epochs, 100 / 400 iterations, 0.1 iters/sec, 0:50:00 left
        [50.00%] 20.00 epochs, 200 / 400 iterations, 0.1 iters/sec, 0:33:20 left
        [75.00%] 30.00 epochs, 300 / 400 iterations, 2 iters/sec, 0:00:50 left
        [100.00%] 40.00 epochs, 400 / 400 iterations, 2 iters/sec, 0:00:00 left

        """
    )
  }

  @Test(arguments: [(0.015, nil), (0.05, "5 %")] as [(Double, String?)])
  func saysWhenTrainingWaitsForData(_ share: Double, _ said: String?) throws {
    for style in [Console.Style.lines, .terminal] {
      let scratch = try Scratch()
      let bench = try Bench(in: scratch, until: .iterations(100), secondsPerUpdate: 1)
      let batches = try #require(bench.trainer.batches as? FakeBatches)
      let clock = bench.clock
      bench.updater.onUpdate = { _ in
        clock.time += 1
        batches.secondsWaited += share * 1.0001
      }
      let transcript = Transcript()
      bench.trainer.extend(
        ProgressDisplay(on: transcript.console(style), lineInterval: 0),
        every: .iterations(50)
      )
      try bench.trainer.run()
      let text = style == .lines ? transcript.text : transcript.screen.joined(separator: "\n")
      let expected = said.map { "\($0) of the time waiting for data" }
      #expect(text.contains(expected ?? "iter"), "\(text)")
      #expect(text.contains("waiting") == (said != nil), "\(text)")
    }
  }

  @Test func writesALineOnlyNowAndThen() throws {
    let scratch = try Scratch()
    let bench = try Bench(in: scratch, until: .epochs(10), secondsPerUpdate: 2)
    let transcript = Transcript()
    bench.trainer.extend(
      ProgressDisplay(on: transcript.console(.lines), lineInterval: 60),
      every: .iterations(1)
    )
    try bench.trainer.run()
    #expect(
      transcript.text == """
        [ 1.00%] 1 iter, 0.10 / 10 epochs, 0.5 iters/sec, 0:03:18 left
        [31.00%] 31 iter, 3.10 / 10 epochs, 0.5 iters/sec, 0:02:18 left
        [61.00%] 61 iter, 6.10 / 10 epochs, 0.5 iters/sec, 0:01:18 left
        [91.00%] 91 iter, 9.10 / 10 epochs, 0.5 iters/sec, 0:00:18 left
        [100.00%] 100 iter, 10.00 / 10 epochs, 0.5 iters/sec, 0:00:00 left

        """
    )
  }

  @Test func leavesTheLastDisplayAndTheTableAboveIt() throws {
    let scratch = try Scratch()
    let bench = try Bench(in: scratch, until: .iterations(4))
    let transcript = Transcript()
    let console = transcript.console(.terminal)
    bench.trainer.extend(LogReport(), every: .iterations(2))
    bench.trainer.extend(
      PrintTable(columns: ["epoch", "iteration"], on: console),
      every: .iterations(2)
    )
    bench.trainer.extend(ProgressDisplay(on: console), every: .iterations(1))
    try bench.trainer.run()
    console.print("after")
    let full = String(repeating: "#", count: 50)
    #expect(
      transcript.screen == [
        "epoch       iteration",
        "0           2",
        "0           4",
        "     total [\(full)] 100.00%",
        "this epoch [####################..............................] 40.00%",
        "         4 iter, 0 epoch / 4 iterations",
        "         1 iters/sec. Estimated time to finish: 0:00:00.",
        "after",
      ]
    )
  }

  @Test func shrinksItsBarsWithTheTerminal() throws {
    let scratch = try Scratch()
    let bench = try Bench(in: scratch, until: .iterations(2), datasetCount: 20)
    let transcript = Transcript()
    transcript.columns = 42
    bench.trainer.extend(ProgressDisplay(on: transcript.console(.terminal)), every: .iterations(1))
    try bench.trainer.run()
    #expect(transcript.screen.allSatisfy { $0.count < 42 })
    #expect(transcript.screen.first == "     total [####################] 100.00%")
  }

  @Test func knowsNoTimeLeftWhereNoTimePassed() throws {
    let scratch = try Scratch()
    let bench = try Bench(in: scratch, until: .iterations(2), secondsPerUpdate: 0)
    let transcript = Transcript()
    bench.trainer.extend(
      ProgressDisplay(on: transcript.console(.lines)),
      every: .iterations(1)
    )
    try bench.trainer.run()
    #expect(
      transcript.text.hasPrefix("[50.00%] 0.10 epochs, 1 / 2 iterations, 0 iters/sec, unknown left")
    )
  }

  @Test func redrawsATerminalAtMostTenTimesASecond() throws {
    let scratch = try Scratch()
    let bench = try Bench(in: scratch, until: .iterations(1024), secondsPerUpdate: 1.0 / 1024)
    let transcript = Transcript()
    bench.trainer.extend(ProgressDisplay(on: transcript.console(.terminal)), every: .iterations(1))
    try bench.trainer.run()
    let drawings = transcript.text.split(separator: "total [").count - 1
    #expect((10...13).contains(drawings))
  }
}
