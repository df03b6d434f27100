import Terminal
import TerminalTestSupport
import Testing
import Training

@Suite struct PrintTableTests {
  @Test func printsRowsUnderAHeading() throws {
    let scratch = try Scratch()
    let bench = try Bench(in: scratch, until: .iterations(3), batchSize: 60)
    bench.updater.override = [
      1: ["gen/loss": 1.2292, "dis/loss": 1.769_138],
      2: ["gen/loss": 1e-5, "dis/loss": 12_345_678],
      3: ["gen/loss": -0.5],
    ]
    let transcript = Transcript()
    bench.trainer.extend(LogReport(), every: .iterations(1))
    bench.trainer.extend(
      PrintTable(
        columns: ["epoch", "iteration", "gen/loss", "dis/loss"],
        on: transcript.console(.lines)
      ),
      every: .iterations(1)
    )
    try bench.trainer.run()
    #expect(
      transcript.text == """
        epoch       iteration   gen/loss    dis/loss
        0           1           1.2292      1.76914
        1           2           1e-05       1.23457e+07
        1           3           -0.5

        """
    )
  }

  @Test func widensColumnsToTheirHeadings() throws {
    let scratch = try Scratch()
    let bench = try Bench(in: scratch, until: .iterations(1))
    bench.updater.override[1] = ["a long heading": 0.25]
    let transcript = Transcript()
    let columns = ["a long heading", "elapsed_time", "iteration"]
    bench.trainer.extend(LogReport(), every: .iterations(1))
    bench.trainer.extend(
      PrintTable(columns: columns, on: transcript.console(.lines)),
      every: .iterations(1)
    )
    try bench.trainer.run()
    #expect(
      transcript.text == """
        a long heading  elapsed_time  iteration
        0.25            1             1

        """
    )
  }

  @Test func catchesUpWithEntriesThatItMissed() throws {
    let scratch = try Scratch()
    let bench = try Bench(in: scratch, until: .iterations(4))
    let transcript = Transcript()
    bench.trainer.extend(LogReport(), every: .iterations(1))
    bench.trainer.extend(
      PrintTable(columns: ["iteration"], on: transcript.console(.lines)),
      every: .iterations(4)
    )
    try bench.trainer.run()
    #expect(transcript.text == "iteration\n1\n2\n3\n4\n")
  }

  @Test func passesOverEntriesOfBeforeAResume() throws {
    let scratch = try Scratch()
    let bench = try Bench(in: scratch, until: .iterations(2))
    bench.trainer.extend(LogReport(), every: .iterations(1))
    try bench.trainer.run()

    let other = try Scratch()
    let second = try Bench(in: other, until: .iterations(3))
    let transcript = Transcript()
    second.trainer.extend(LogReport(), every: .iterations(1))
    second.trainer.extend(
      PrintTable(columns: ["iteration"], on: transcript.console(.lines)),
      every: .iterations(1)
    )
    try second.trainer.restore(from: bench.trainer.state(), path: "file.npz")
    try second.trainer.run()
    #expect(transcript.text == "iteration\n3\n")
  }

  /// The log comes first whatever the order in which they are added.
  @Test func theOrderOfAddingDoesNotMatter() throws {
    let scratch = try Scratch()
    let bench = try Bench(in: scratch, until: .iterations(2))
    let transcript = Transcript()
    bench.trainer.extend(
      PrintTable(columns: ["iteration"], on: transcript.console(.lines)),
      every: .iterations(1)
    )
    bench.trainer.extend(LogReport(), every: .iterations(1))
    try bench.trainer.run()
    #expect(transcript.text == "iteration\n1\n2\n")
  }

  @Test func withoutALogThereIsNoTable() throws {
    let scratch = try Scratch()
    let bench = try Bench(in: scratch, until: .iterations(1))
    let transcript = Transcript()
    bench.trainer.extend(
      PrintTable(columns: ["iteration"], on: transcript.console(.lines)),
      every: .iterations(1)
    )
    try bench.trainer.run()
    #expect(transcript.text.isEmpty)
  }
}
