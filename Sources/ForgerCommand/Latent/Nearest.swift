import Archives
import ArgumentParser
import Evaluation
import Imaging
import LatentTools
import Recipes
import TensorCore
import Terminal
import Training

/// `forger nearest`.
struct Nearest: ParsableCommand, SettingSource {
  static var table: SettingTable<NearestSettings> { NearestSettings.settings }

  static let configuration = CommandConfiguration(
    abstract: "Look for a generator's pictures among those that it learned from.",
    usage: "forger nearest [<options>] <checkpoint>",
    discussion: """
      Compares samples with all training pictures, by pixels and by the features that 'forger evaluate' \
      takes. A sample is suspicious where it is nearer to one of \
      them than 99 % of the test split's pictures are, or, where there is no test split, than 99 % of the \
      training pictures are to the others. The picture shows the most suspicious ones, each beside the \
      training pictures that are nearest to it.

      EXAMPLES:
        Whether a run's generator copies, and nearest.png:
          forger nearest result

        Against other pictures than the checkpoint names, for a script:
          forger nearest result/gen_iter_1000.npz --dataset ~/Pictures/cats --json
      """
  )

  @Argument(help: .generator)
  var checkpoint: String

  @Option(
    name: [.customShort("i"), .long],
    help: ArgumentHelp(
      "The pictures that it learned from. (default: what the checkpoint names)",
      valueName: "name|path"
    )
  )
  var dataset: String?

  @OptionGroup var flags: SettingFlags<Self>

  @Option(help: ArgumentHelp("The features to compare by, besides pixels.", valueName: "which"))
  var features = FeatureChoice.automatic

  @Option(name: .shortAndLong, help: ArgumentHelp("The picture's file.", valueName: "path"))
  var out = "nearest.png"

  @Flag(help: "Print one line of JSON.")
  var json = false

  @OptionGroup var threads: ThreadOption

  func validate() throws {
    try check(checkpoint, isNotEmpty: "the checkpoint")
    try check(dataset, isNotEmpty: "--dataset")
    try check(out, isNotEmpty: "--out")
  }

  func run() throws {
    SpinCount.apply()
    try threads.context().run { try search() }
  }

  private func search() throws {
    let checkpoint = try GeneratorCheckpoint(readingFrom: checkpoint)
    let nearest = try NearestPictures(
      of: checkpoint,
      in: dataset,
      settings,
      cache: EvaluationCache()
    )
    let console = Console.standardOutput()
    // A script reads nothing but the result.
    let display = WorkDisplay(
      of: nearest.trainingCount,
      on: json ? Console(.lines) { _ in } : console
    )
    let result = try nearest.run { display.update($0, "\($0) training pictures") }
    display.end()
    try PNG.write(result.picture, to: out)
    if json {
      try console.printResult(try result.report.json)
    } else {
      try console.printResult(result.report.lines)
      try console.printResult("\(out): the most suspicious, beside what is nearest")
    }
  }

  private var settings: NearestSettings {
    flags.changes.applied(to: NearestSettings(features: features))
  }
}
