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
    abstract: "Compare samples with their nearest training images (memorization).",
    usage: "forger nearest [<options>] <checkpoint>",
    discussion: """
      Compares samples with all training images, by pixels and by the features of 'forger evaluate'. \
      A sample is suspicious if it is nearer to a training image than 99 % of the test split are or, \
      without a test split, than 99 % of the training images are to each other. The grid shows the most \
      suspicious samples, each beside its nearest training images.

      EXAMPLES:
        Check a run's generator for copies; writes nearest.png:
          forger nearest result

        Compare with another dataset, as JSON for a script:
          forger nearest result/gen_iter_1000.npz --dataset ~/Pictures/cats --json
      """
  )

  @Argument(help: .generator)
  var checkpoint: String

  @Option(
    name: [.customShort("i"), .long],
    help: ArgumentHelp(
      "The training dataset. (default: the one that the checkpoint names)",
      valueName: "name|path"
    )
  )
  var dataset: String?

  @OptionGroup var flags: SettingFlags<Self>

  @OptionGroup var truncation: TruncationOption

  @Option(help: ArgumentHelp("Features to compare, besides pixels.", valueName: "which"))
  var features = FeatureChoice.automatic

  @Option(name: .shortAndLong, help: ArgumentHelp("The grid's file.", valueName: "path"))
  var out = "nearest.png"

  @Flag(help: "Print one line of JSON.")
  var json = false

  @OptionGroup var compute: ComputeOptions

  func validate() throws {
    try check(checkpoint, isNotEmpty: "the checkpoint")
    try check(dataset, isNotEmpty: "--dataset")
    try check(out, isNotEmpty: "--out")
  }

  func run() throws {
    SpinCount.apply()
    try compute.context().run { try search() }
  }

  private func search() throws {
    let checkpoint = try GeneratorCheckpoint(readingFrom: checkpoint)
      .truncating(by: truncation.truncation)
    let nearest = try NearestImages(
      of: checkpoint,
      in: dataset,
      settings,
      cache: EvaluationCache()
    )
    let console = Console.standardOutput()
    // A script reads only the result.
    let display = WorkDisplay(
      of: nearest.trainingCount,
      on: json ? Console(.lines) { _ in } : console
    )
    let result = try nearest.run { display.update($0, "\($0) training images") }
    display.end()
    try PNG.write(result.grid, to: out)
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
