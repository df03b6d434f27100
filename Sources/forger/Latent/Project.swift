import Adversarial
import Archives
import ArgumentParser
import Imaging
import Training

/// `forger project`.
struct Project: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Find the latent vectors whose pictures are nearest to given ones.",
    usage: "forger project [<options>] <checkpoint> <image> ...",
    discussion: """
      Goes down the slopes of the distance to each picture, through the generator, from several \
      random vectors at once. Writes the pictures beside what the generator made of them, how it \
      got there as a GIF, and the vectors as z in an .npz file.

      EXAMPLES:
        One picture, projection.png, projection.gif and projection.npz:
          forger project result cat.png

        Sixteen that it never saw, by what the discriminator sees in them:
          forger project result --dataset fashion-mnist --count 16 --loss features
      """
  )

  @Argument(
    help: "gen_iter_N.npz, snapshot_iter_N.npz, the folder of a run, or Chainer's generator."
  )
  var checkpoint: String

  @OptionGroup var target: TargetOptions

  @Option(
    help: ArgumentHelp(
      "The distance: of pixels, of their squares, or of what the discriminator judges by.",
      valueName: "which"
    )
  )
  var loss = ImageDistance.l2

  @OptionGroup var search: SearchOptions

  @Option(name: .shortAndLong, help: ArgumentHelp("The strip's file.", valueName: "path"))
  var out = "projection.png"

  @Option(
    help: ArgumentHelp("The animation's file. (default: as --out, with .gif)", valueName: "path")
  )
  var gif: String?

  @Option(
    help: ArgumentHelp(
      "The file of vectors, images and errors. (default: as --out, with .npz)",
      valueName: "path"
    )
  )
  var arrays: String?

  func validate() throws {
    try check(checkpoint, isNotEmpty: "the checkpoint")
    try outputs.validate()
  }

  func run() throws {
    SpinCount.apply()
    search.applyThreads()
    let console = Console.standardOutput()
    let checkpoint = try GeneratorCheckpoint(readingFrom: checkpoint)
    let targets = try target.targets(for: checkpoint.players.recipe, on: console)
    let projection = try Projection(in: checkpoint, by: loss, search.settings)
    let results = try searched(targets, steps: search.steps, on: console) { target, progress in
      try projection(target, progress: progress)
    }
    try PNG.write(projection.strip(of: results), to: out)
    try projection.writeAnimation(of: results, to: outputs.animation)
    try NPZ.write(projection.arrays(of: results), to: outputs.arrays)
    for result in results {
      try printOrFail(
        printable("\(result.target.name): \(result.error.text) (start \(result.start))")
      )
    }
    if results.count > 1 {
      try printOrFail("all: \(ReconstructionError.mean(of: results.map(\.error)).text)")
    }
    try printOrFail("\(outputs.text): \(results.count) projected")
  }

  private var outputs: SearchOutputs {
    SearchOutputs(strip: out, animation: gif, arrays: arrays)
  }
}
