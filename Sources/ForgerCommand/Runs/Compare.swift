import Archives
import ArgumentParser
import Reports
import Terminal

/// `forger compare`.
struct Compare: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Compare runs: their recipes, metrics and samples.",
    usage: "forger compare [<options>] <run> …",
    discussion: """
      Prints the settings in which the runs differ, and their last and best values. The drawing has the curves of all \
      runs over one axis, below the samples of each.

      EXAMPLES:
        Two runs, and comparison.svg:
          forger compare cats cats-r1

        By time rather than by iterations, as their batches differ:
          forger compare small large --over time -o sizes.svg
      """
  )

  @Argument(help: "The folders of runs, two or more.")
  var runs: [String]

  @Option(help: ArgumentHelp("What curves are drawn over.", valueName: "what"))
  var over = RunComparison.Axis.iterations

  @Option(name: .shortAndLong, help: ArgumentHelp("The drawing's file.", valueName: "path"))
  var out = "comparison.svg"

  func validate() throws {
    for run in runs { try check(run, isNotEmpty: "a run") }
    try check(out, isNotEmpty: "--out")
    guard (2...RunComparison.most).contains(runs.count) else {
      throw ValidationError(
        "\(runs.count) \(runs.count == 1 ? "run is" : "runs are") given; expected 2 to \(RunComparison.most)"
      )
    }
  }

  func run() throws {
    let comparison = RunComparison(of: try runs.map { try RunRecord(readingFrom: $0) })
    try AtomicFile.write(comparison.svg(over: over), to: out)
    try Console.standardOutput().printResult(comparison.lines + ["", out])
  }
}
