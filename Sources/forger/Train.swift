import Adversarial
import Archives
import ArgumentParser
import Datasets
import Foundation
import Imaging
import TensorCore
import Training

/// `forger train`.
struct Train: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Train a recipe's two networks.",
    discussion: """
      Writes into the output folder: log (JSON: losses, D(x) and D(G(z)) as probabilities), \
      preview/imageNNNNNNNN.png (what the generator makes of the same latent vectors each time), \
      preview.gif (all of them one after the other), losses.svg (the log as curves), \
      snapshot_iter_N.npz (everything, to resume from), gen_iter_N.npz and dis_iter_N.npz (the \
      networks).

      Ctrl-C ends the iteration, writes a snapshot and says how to go on.

      RECIPES AND THEIR DEFAULTS:
      \(recipeTable)

      EXAMPLES:
        The tutorial as it is; CIFAR-10's archive is looked for in the usual places:
          forger train

        The archive as downloaded, two epochs, previews more often:
          forger train -i cifar-10-binary.tar.gz -e 2 --preview-interval 100

        Fashion-MNIST with networks an eighth as wide, into a folder of its own:
          forger train -i fashion-mnist --channels 64 -e 3 -o fashion

        Pictures of your own in 64 by 64 pixels, by the networks of the DCGAN paper:
          forger train dcgan -i ~/Pictures/cats --channels 64 -o cats

        A recipe of your own, made from one that there is:
          forger recipes show mlp-mnist > my-recipe.yaml
          forger train my-recipe.yaml -i fashion-mnist

        Pictures of your own, mirrored by chance, in grey:
          forger train -i ~/Pictures/cats --channels 128 --flip --color gray

        Wasserstein with gradient penalty:
          forger train --objective wasserstein --gradient-penalty 10

        Pictures made by a moving average of the generator:
          forger train -i fashion-mnist --average 0.999

        Three epochs more than it has done:
          forger train -o fashion --resume latest --extend --epochs 3
      """
  )

  @Argument(help: "What to train, and how. (default: dcgan-cifar10)")
  var recipe: RecipeSource?

  @Option(
    name: [.customShort("i"), .long],
    help: ArgumentHelp(
      "A data set's name (cifar10, mnist, fashion-mnist) or the path of images.",
      discussion: """
        A folder, .tar, .tar.gz or .zip of PNG and JPEG; CIFAR-10's .tar.gz or folder; IDX files.
        """,
      valueName: "name|path"
    )
  )
  var dataset: String?

  @Option(name: .shortAndLong, help: ArgumentHelp("Where the run's files go.", valueName: "dir"))
  var out = "result"

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("Images an iteration. (default: the recipe's)", valueName: "n")
  )
  var batchSize: Int?

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("Passes over the data set, in all. (default: the recipe's)", valueName: "n")
  )
  var epochs: Int?

  @Option(help: ArgumentHelp("Iterations, in all, instead of epochs.", valueName: "n"))
  var iterations: Int?

  @Option(
    name: [.customShort("n"), .long],
    help: ArgumentHelp("Length of the latent vectors. (default: the recipe's)", valueName: "n")
  )
  var latentSize: Int?

  @Option(
    help: ArgumentHelp(
      "Height and width of the images that the networks see. (default: the recipe's)",
      discussion: "One number, or two: 48x64. The networks are as deep as the size asks for.",
      valueName: "n|HxW"
    )
  )
  var imageSize: ImageSize?

  @Option(
    help: ArgumentHelp("Width of the networks. (default: the recipe's)", valueName: "n")
  )
  var channels: Int?

  @Option(
    help: ArgumentHelp(
      "Cut images of other proportions to their centre, or stretch them. (default: center)",
      valueName: "how"
    )
  )
  var crop: FittingRules.Crop?

  @Option(
    help: ArgumentHelp(
      "Resize by averages of areas, or sharper by Lanczos' filter. (default: area)",
      valueName: "how"
    )
  )
  var resize: ResizingFilter?

  @Option(
    help: ArgumentHelp("Train on colour or on grey. (default: the recipe's)", valueName: "what")
  )
  var color: ImageColor?

  @Flag(
    inversion: .prefixedNo,
    help: "Mirror half of the images in each epoch. (default: --no-flip)"
  )
  var flip: Bool?

  @Option(
    help: ArgumentHelp("What the players minimise. (default: the recipe's)", valueName: "name")
  )
  var objective: Objective?

  @Option(
    help: ArgumentHelp(
      "What the label of real images is short of 1, with cross entropy. (default: 0)",
      valueName: "share"
    )
  )
  var labelSmoothing: Float?

  @Option(
    help: ArgumentHelp(
      "Charge the discriminator for slopes other than 1 between images.",
      discussion: "The Wasserstein objective needs it; 10 is usual. (default: 0, none)",
      valueName: "weight"
    )
  )
  var gradientPenalty: Float?

  @Option(
    name: .customLong("r1"),
    help: ArgumentHelp(
      "Charge the discriminator for slopes at real images. (default: 0, none)",
      valueName: "gamma"
    )
  )
  var r1: Float?

  @Option(
    help: ArgumentHelp(
      "Moves of the discriminator for each of the generator, on batches of their own. (default: 1)",
      valueName: "n"
    )
  )
  var discriminatorSteps: Int?

  @Option(
    help: ArgumentHelp(
      "Make pictures with a moving average of the generator.",
      discussion: "gen_iter_N.npz holds the average then; 0.999 is usual. (default: 0, none)",
      valueName: "decay"
    )
  )
  var average: Float?

  @Option(
    help: ArgumentHelp("What all random numbers follow from. (default: 0)", valueName: "n")
  )
  var seed: UInt64?

  @Option(
    help: ArgumentHelp("Iterations between snapshots. (default: the recipe's)", valueName: "n")
  )
  var snapshotInterval: Int?

  @Option(
    help: ArgumentHelp(
      "Iterations between log entries and rows of the table. (default: the recipe's)",
      valueName: "n"
    )
  )
  var displayInterval: Int?

  @Option(
    help: ArgumentHelp("Iterations between previews. (default: the recipe's)", valueName: "n")
  )
  var previewInterval: Int?

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      "Go on from a snapshot, or from the newest whole one in the output folder.",
      valueName: "file|latest"
    )
  )
  var resume: String?

  @Flag(help: "With --resume: train for so many --epochs or --iterations more.")
  var extend = false

  @Flag(help: "Remove the run that the output folder holds.")
  var overwrite = false

  @Option(help: ArgumentHelp("Keep only the newest snapshots. (default: all)", valueName: "n"))
  var keep: Int?

  @Option(
    help: ArgumentHelp(
      "Memory for decoded images of your own, in MiB; others are decoded anew. (default: 1024)",
      valueName: "n"
    )
  )
  var cache: Int?

  @Option(help: ArgumentHelp("Threads to compute with. (default: all cores)", valueName: "n"))
  var threads: Int?

  func validate() throws {
    if epochs != nil && iterations != nil {
      throw ValidationError("--epochs and --iterations exclude each other; give one of them")
    }
    if resume != nil && overwrite {
      throw ValidationError("--resume and --overwrite exclude each other; give one of them")
    }
    if extend && resume == nil {
      throw ValidationError("--extend needs --resume: it adds to what a snapshot has done")
    }
    if extend && epochs == nil && iterations == nil {
      throw ValidationError("--extend needs --epochs or --iterations: how many more there shall be")
    }
    for (option, value) in [("--dataset", dataset), ("--out", out), ("--resume", resume)] {
      try check(value, isNotEmpty: option)
    }
    try check(keep, isPositive: "--keep")
    if let cache, !(0...1 << 24).contains(cache) {
      throw ValidationError("--cache is \(cache); expected a number from 0 to \(1 << 24)")
    }
    try checkThreads(threads)
    // What is wrong with the numbers alone is said before any file is touched. How large the networks
    // are is not known yet where a snapshot or a recipe's file says so.
    if case .file = recipe { return }
    _ = try checkingOptions { () throws(RecipeProblem) in
      let recipe = try overrides.applied(to: .named(recipe?.name ?? .dcganCIFAR10))
      if resume == nil { try recipe.checkMemory() }
    }
  }

  func run() throws {
    SpinCount.apply()
    // Whoever reads the table may go away: that is no reason to lose the run.
    signal(SIGPIPE, SIG_IGN)
    if let threads { ThreadPool.threadCount = threads }
    let console = Console.standardOutput()
    var base = try recipe?.recipe ?? .dcganCIFAR10
    var overrides = overrides
    var start = TrainingRun.Start.anew(overwriting: overwrite)
    if let resume {
      let snapshot = try snapshot(resume, console)
      if extend { overrides.length = try overrides.length.map(snapshot.length(extendedBy:)) }
      let saved = try Recipe(resuming: snapshot)
      try overrides.check(against: saved, name: recipe?.name, path: snapshot.path)
      if case .file = recipe {
        try checkingOptions { () throws(RecipeProblem) in try overrides.applied(to: base) }
          .check(goingOnFrom: saved, path: snapshot.path)
      } else {
        base = saved
      }
      start = .from(snapshot)
    }
    let resolved = try checkingOptions { () throws(RecipeProblem) in
      let recipe = try overrides.applied(to: base)
      try recipe.checkMemory()
      return recipe
    }
    let run = TrainingRun(
      resolved,
      writingTo: out,
      start: start,
      keeping: keep,
      cacheBytes: cache.map { $0 << 20 } ?? ImageCollection.defaultCacheBytes,
      threads: threads
    )
    if case .interrupted(let signal, _) = try run.run(on: console) {
      throw ExitCode(signal.exitCode)
    }
  }

  private func snapshot(_ resume: String, _ console: Console) throws -> SnapshotFile {
    guard resume == "latest" else { return try SnapshotFile(readingFrom: resume) }
    return try SnapshotFile.latest(in: out) { path, problem in
      console.print("Passing over a snapshot: " + printable("\(problem)"))
    }
  }

  private var overrides: RecipeOverrides {
    var overrides = RecipeOverrides()
    overrides.dataset = dataset
    overrides.crop = crop
    overrides.resize = resize
    overrides.color = color
    overrides.flip = flip
    overrides.batchSize = batchSize
    overrides.latentSize = latentSize
    overrides.imageSize = imageSize
    overrides.channels = channels
    overrides.objective = objective
    overrides.labelSmoothing = labelSmoothing
    overrides.gradientPenalty = gradientPenalty
    overrides.r1 = r1
    overrides.discriminatorSteps = discriminatorSteps
    overrides.averageDecay = average
    overrides.seed = seed
    overrides.logInterval = displayInterval
    overrides.previewInterval = previewInterval
    overrides.snapshotInterval = snapshotInterval
    overrides.length = epochs.map { .epochs($0) } ?? iterations.map { .iterations($0) }
    return overrides
  }
}
