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
struct Train: ParsableCommand, SettingSource {
  static var table: SettingTable<Recipe> { Recipe.settings }

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

        Pictures of your own, mirrored by chance, in gray:
          forger train -i ~/Pictures/cats --channels 128 --flip --color gray

        Wasserstein with gradient penalty:
          forger train --objective wasserstein --gradient-penalty 10

        Pictures made by a EMA of the generator:
          forger train -i fashion-mnist --average 0.999

        How good it is, every 500 iterations, the best generator being kept:
          forger train -i fashion-mnist --evaluate-every 500

        Three epochs more than it has done:
          forger train -o fashion --resume latest --extend --epochs 3
      """
  )

  @Argument(help: "What to train, and how. (default: dcgan-cifar10)")
  var recipe: RecipeSource?

  @OptionGroup var settings: SettingFlags<Self>

  @OptionGroup(title: SettingSection.training.title) var output: OutputOption

  @OptionGroup(title: SettingSection.images.title) var cache: CacheOption

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
  var convAlgorithms = ConvolutionPolicy.automatic

  func validate() throws {
    if resume != nil && overwrite {
      throw ValidationError("--resume and --overwrite exclude each other; give one of them")
    }
    if extend && resume == nil {
      throw ValidationError("--extend needs --resume: it adds to what a snapshot has done")
    }
    if extend && settings.changes.names.isDisjoint(with: ["epochs", "iterations"]) {
      throw ValidationError("--extend needs --epochs or --iterations: how many more there shall be")
    }
    try check(resume, isNotEmpty: "--resume")
    try check(keep, of: "--keep", isIn: 1...Int.max)
    // What is wrong with the settings together is said before any file is touched, unless the others are in
    // a file.
    if resume != nil { return }
    if case .file = recipe { return }
    try validate(changed(.named(recipe?.name ?? .dcganCIFAR10)))
  }

  func run() throws {
    SpinCount.apply()
    // Whoever reads the table may go away: that is no reason to lose the run.
    signal(SIGPIPE, SIG_IGN)
    let convolutionCache = convAlgorithms.cache
    let context = threads.context(
      convAlgorithms,
      following: convolutionCache?.choices ?? ConvolutionChoices()
    )
    let console = Console.standardOutput()
    let resolved: Recipe
    let start: TrainingRun.Start
    if let resume {
      let snapshot = try snapshot(resume, console)
      resolved = try recipe(resuming: snapshot)
      start = .from(snapshot)
    } else {
      resolved = try changed(try recipe?.recipe ?? .dcganCIFAR10)
      start = .anew(overwriting: overwrite)
    }
    try validate(resolved)
    var run = TrainingRun(
      resolved,
      writingTo: output.out,
      start: start,
      keeping: keep,
      cacheBytes: cache.bytes,
      context: context,
      keepingChoicesIn: convolutionCache
    )
    run.extensions += AddedExtensions.all
    let words = RunWords(
      folder: output.out,
      keptSnapshots: keep,
      threads: threads.count,
      console: console
    )
    if case .interrupted(let signal, _) = try run.run(on: console, telling: words.tell) {
      throw ExitCode(signal.exitCode)
    }
    try console.check()
  }

  /// The recipe to go on with: the snapshot's, or that which was asked for if it agrees in what is settled.
  private func recipe(resuming snapshot: SnapshotFile) throws -> Recipe {
    let saved = try Recipe(resuming: snapshot)
    var base = saved
    var asked: Set<String>? = settings.changes.names
    switch recipe {
    case .file:
      base = try recipe?.recipe ?? saved
      asked = nil
    case .named(let name):
      base.name = name
      asked?.insert("recipe")
    case nil: break
    }
    var wanted = try changed(base).resolvingClasses(asIn: saved)
    if extend { wanted.length = try snapshot.length(extendedBy: wanted.length) }
    try Recipe.settings.check(resuming: wanted, from: saved, asked: asked, path: snapshot.path)
    return wanted
  }

  /// A recipe with what the flags change.
  private func changed(_ recipe: Recipe) throws -> Recipe {
    let changed = settings.changes.applied(to: recipe)
    try checkingFlags(of: Recipe.settings) { () throws(RecipeProblem) in
      try settings.changes.check(areOf: changed)
    }
    return changed
  }

  /// Checks that a recipe makes sense and fits this machine.
  private func validate(_ recipe: Recipe) throws {
    try checkingFlags(of: Recipe.settings) { () throws(RecipeProblem) in
      try recipe.validate()
      try recipe.checkMemory()
    }
  }

  private func snapshot(_ resume: String, _ console: Console) throws -> SnapshotFile {
    try RunFolder.putRight(output.out, files: AddedExtensions.all.runFiles)
    guard resume == "latest" else { return try SnapshotFile(readingFrom: resume) }
    return try SnapshotFile.latest(in: output.out) { path, problem in
      console.print("Passing over a snapshot: \(problem)")
    }
  }
}

/// `--out`.
struct OutputOption: ParsableArguments {
  @Option(name: .shortAndLong, help: ArgumentHelp("Where the run's files go.", valueName: "dir"))
  var out = "result"

  func validate() throws { try check(out, isNotEmpty: "--out") }
}

/// `--cache`.
struct CacheOption: ParsableArguments {
  @Option(
    help: ArgumentHelp("MiB of decoded images kept in memory. (default: 1024)", valueName: "n")
  )
  var cache: Int?

  func validate() throws {
    try check(cache, of: "--cache", isIn: 0...1 << 24)
  }

  /// The most bytes of decoded images that are kept in memory.
  var bytes: Int { cache.map { $0 << 20 } ?? ImageCollection.defaultCacheBytes }
}
