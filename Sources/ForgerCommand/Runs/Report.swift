import Archives
import ArgumentParser
import Reports
import Terminal

/// `forger report`.
struct ReportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "Write a page about a run that needs nothing else.",
    usage: "forger report [<options>] <run>",
    discussion: """
      One HTML file, to be mailed or archived, that opens without a network: curves, samples over time, metrics, \
      the recipe and the commands that repeat the run. It is below three megabytes however long the run was, \
      which may still be training.

      EXAMPLES:
        The run in the folder result, as report.html:
          forger report result

        Under another name:
          forger report cats -o cats.html
      """
  )

  @Argument(help: ArgumentHelp("The folder of a run.", valueName: "run"))
  var folder: String

  @Option(name: .shortAndLong, help: ArgumentHelp("The page's file.", valueName: "path"))
  var out = "report.html"

  func validate() throws {
    try check(folder, isNotEmpty: "the run")
    try check(out, isNotEmpty: "--out")
  }

  func run() throws {
    let record = try RunRecord(readingFrom: folder)
    let page = ReportPage(
      of: record,
      commands: record.recipe.map { RepeatingCommands(of: $0, record).all } ?? [],
      advice: """
        forger train --evaluate-every N adds metrics to a run, forger evaluate \(quoted(folder)) \
        measures its last generator.
        """
    ).html
    try AtomicFile.write(page, to: out)
    try Console.standardOutput().printResult(
      "\(out): \(record.name), \(grouped(record.iteration)) iterations, \(NumberText.bytes(Double(page.utf8.count)))"
    )
  }
}
