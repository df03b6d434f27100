import Adversarial
import Archives
import ArgumentParser
import Datasets
import Foundation
import Imaging
import Recipes
import TensorCore
import Terminal
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
      networks), and with --evaluate-every gen_best.npz (the best generator so far).

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

        How good it is, every 500 iterations, the best generator being kept:
          forger train -i fashion-mnist --evaluate-every 500

        Three epochs more than it has done:
          forger train -o fashion --resume latest --extend --epochs 3
      """
  )

  @Argument(help: "What to train, and how. (default: dcgan-cifar10)")
  var recipe: RecipeSource?

  @OptionGroup(title: "Training") var training: TrainingOptions

  @OptionGroup(title: "Networks") var networks: NetworkOptions

  @OptionGroup(title: "Pictures") var pictures: PictureOptions

  @OptionGroup(title: "Game") var game: GameOptions

  @OptionGroup(title: "Intervals") var intervals: IntervalOptions

  @OptionGroup(title: "Evaluation") var evaluation: EvaluationOptions

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

  @OptionGroup var threads: ThreadOption

  @Option(help: .convolutionAlgorithms)
  var convAlgorithms = ConvolutionAlgorithms.automatic

  func validate() throws {
    if resume != nil && overwrite {
      throw ValidationError("--resume and --overwrite exclude each other; give one of them")
    }
    if extend && resume == nil {
      throw ValidationError("--extend needs --resume: it adds to what a snapshot has done")
    }
    if extend && training.length == nil {
      throw ValidationError("--extend needs --epochs or --iterations: how many more there shall be")
    }
    try check(resume, isNotEmpty: "--resume")
    try check(keep, isPositive: "--keep")
    // What is wrong with the numbers alone is said before any file is touched. How large the networks
    // are is not known yet where a snapshot or a recipe's file says so.
    if case .file = recipe { return }
    var overrides = overrides
    if resume != nil && recipe == nil { (overrides.imageSize, overrides.channels) = (nil, nil) }
    _ = try checkingOptions { () throws(RecipeProblem) in
      let recipe = try overrides.applied(to: .named(recipe?.name ?? .dcganCIFAR10))
      if resume == nil { try recipe.checkMemory() }
    }
  }

  func run() throws {
    SpinCount.apply()
    // Whoever reads the table may go away: that is no reason to lose the run.
    signal(SIGPIPE, SIG_IGN)
    threads.apply()
    convAlgorithms.apply()
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
    var run = TrainingRun(
      resolved,
      writingTo: training.out,
      start: start,
      keeping: keep,
      cacheBytes: pictures.cacheBytes
    )
    run.extensions += AddedExtensions.all
    let words = RunWords(
      folder: training.out,
      keptSnapshots: keep,
      threads: threads.count,
      console: console
    )
    if case .interrupted(let signal, _) = try run.run(on: console, telling: words.tell) {
      throw ExitCode(signal.exitCode)
    }
  }

  private func snapshot(_ resume: String, _ console: Console) throws -> SnapshotFile {
    guard resume == "latest" else { return try SnapshotFile(readingFrom: resume) }
    return try SnapshotFile.latest(in: training.out) { path, problem in
      console.print("Passing over a snapshot: " + printable("\(problem)"))
    }
  }

  private var overrides: RecipeOverrides {
    var overrides = RecipeOverrides()
    training.apply(to: &overrides)
    networks.apply(to: &overrides)
    pictures.apply(to: &overrides)
    game.apply(to: &overrides)
    intervals.apply(to: &overrides)
    evaluation.apply(to: &overrides)
    return overrides
  }
}
