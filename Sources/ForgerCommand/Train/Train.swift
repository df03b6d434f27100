import Adversarial
import Archives
import ArgumentParser
import Datasets
import Distributed
import Foundation
import Imaging
import Recipes
import Serving
import TensorCore
import Terminal
import Training

/// `forger train`.
struct Train: ParsableCommand, SettingSource {
  static var table: SettingTable<Recipe> { Recipe.settings }

  static let configuration = CommandConfiguration(
    abstract: "Train a recipe's two networks.",
    discussion: """
      The output folder receives log (JSON: losses, D(x) and D(G(z)) as probabilities), \
      preview/imageNNNNNNNN.png (samples of the same latent vectors), preview.gif (all of them as an \
      animation), losses.svg (the log as curves), snapshot_iter_N.npz (snapshots: the run's whole \
      state), gen_iter_N.npz and dis_iter_N.npz (checkpoints: one network's weights), and with \
      --evaluate-every gen_best.npz (the best generator so far).

      Ctrl-C finishes the iteration, writes a snapshot and prints the command that resumes the run.

      RECIPES AND THEIR DEFAULTS:
      \(recipeTable)

      EXAMPLES:
        Chainer's tutorial; CIFAR-10 is looked for in the usual places:
          forger train

        From the downloaded archive, two epochs, frequent previews:
          forger train -i cifar-10-binary.tar.gz -e 2 --preview-interval 100

        Fashion-MNIST with networks an eighth as wide, in another folder:
          forger train -i fashion-mnist --channels 64 -e 3 -o fashion

        Your own images, with the recipe for few of them; size and length follow from them:
          forger train ~/Pictures/cats -o cats

        The same at 64 × 64 pixels with the networks of the DCGAN paper:
          forger train dcgan -i ~/Pictures/cats --channels 64 -o cats

        Your own recipe, based on an existing one:
          forger recipes show mlp-mnist > my-recipe.yaml
          forger train my-recipe.yaml -i fashion-mnist

        Your own images in grayscale, with random mirroring as data augmentation:
          forger train -i ~/Pictures/cats --channels 128 --flip --color gray

        Wasserstein loss with gradient penalty:
          forger train --objective wasserstein --gradient-penalty 10

        Samples of an exponential moving average (EMA) of the generator:
          forger train -i fashion-mnist --average 0.999

        Evaluation every 500 iterations; the best generator is kept:
          forger train -i fashion-mnist --evaluate-every 500

        A few hundred images, starting with the weights of a run on many:
          forger train --init-from cats -i lynxes --augment auto -o lynxes-run

        Three more epochs:
          forger train -o fashion --resume latest --extend --epochs 3

        Watch a run in the browser while it trains:
          forger train -i fashion-mnist --channels 64 -e 3 -o fashion --serve

        The same run, shared by four processes that MPI starts:
          mpirun -n 4 forger train -i fashion-mnist --channels 64 -e 3 -o fashion
      """
  )

  @Argument(
    help: "The recipe, a recipe file, or images to choose one for. (default: dcgan-cifar10)"
  )
  var recipe: RecipeSource?

  @OptionGroup var settings: SettingFlags<Self>

  @OptionGroup(title: SettingSection.training.title) var output: OutputOption

  @OptionGroup(title: SettingSection.images.title) var cache: CacheOption

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      "Resume from a snapshot, or from the newest intact one in the output folder.",
      valueName: "file|latest"
    )
  )
  var resume: String?

  @Flag(help: "With --resume: train for --epochs or --iterations more.")
  var extend = false

  @Flag(help: "Tell what the run would do, and how long it would take, without writing anything.")
  var dryRun = false

  @Flag(help: "Replace the run in the output folder.")
  var overwrite = false

  @Option(help: ArgumentHelp("Keep only the newest n snapshots. (default: all)", valueName: "n"))
  var keep: Int?

  @Flag(help: "Show the run on a page of this machine's browser while it trains; implies --norms.")
  var serve = false

  @Flag(help: "With --serve: let the page pause the run, write snapshots and stop it.")
  var control = false

  @OptionGroup var page: PagePlace

  @Flag(help: "Log the norms of both networks' gradients and weights.")
  var norms = false

  @OptionGroup var compute: ComputeOptions

  @Option(help: .convolutionAlgorithms)
  var convAlgorithms = ConvolutionPolicy.automatic

  func validate() throws {
    if resume != nil && overwrite {
      throw ValidationError("--resume and --overwrite exclude each other; give one of them")
    }
    if extend && resume == nil {
      throw ValidationError("--extend needs --resume: it continues a snapshot's run")
    }
    if extend && settings.changes.names.isDisjoint(with: ["epochs", "iterations"]) {
      throw ValidationError("--extend needs --epochs or --iterations, the number to add")
    }
    if case .images(let path) = recipe {
      guard resume == nil else {
        throw ValidationError(
          "'\(path)' starts a new run, and --resume continues one; images that have moved go to --dataset"
        )
      }
      guard !settings.changes.names.contains("dataset") else {
        throw ValidationError("'\(path)' and --dataset both name images; give one of them")
      }
    }
    if !serve && (control || !page.arguments.isEmpty) {
      throw ValidationError("\(control ? "--control" : page.arguments[0]) needs --serve")
    }
    try check(resume, isNotEmpty: "--resume")
    try check(keep, of: "--keep", isIn: 1...Int.max)
    // Settings that do not fit together are reported before any file is touched, unless the others are in a
    // file.
    if resume != nil { return }
    if case .file = recipe { return }
    if otherRun != nil {
      switch recipe {
      case .images, nil: return
      default: break
      }
    }
    try validate(changed(.named(recipe?.name ?? .dcganCIFAR10)))
  }

  func run() throws {
    SpinCount.apply()
    // A reader of the table that goes away must not end the run.
    signal(SIGPIPE, SIG_IGN)
    try Processes.run { try train($0, on: $1) }
  }

  private func train(_ communicator: any Communicator, on console: Console) throws {
    let convolutionCache = convAlgorithms.cache
    let context = try compute.context(
      convAlgorithms,
      following: convolutionCache?.choices ?? ConvolutionChoices()
    )
    let resolved: Recipe
    let start: TrainingRun.Start
    if let resume {
      let snapshot = try snapshot(resume, console)
      resolved = try recipe(resuming: snapshot)
      start = .from(snapshot)
    } else {
      resolved = try changed(try base(console))
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
      keepingChoicesIn: convolutionCache,
      sharedBy: communicator
    )
    run.extensions += AddedExtensions.all
    if norms || serve { run.extensions.append(NormRecord.runExtension) }
    // Of several processes, the first alone writes files and shows the run.
    let isServing = serve && !dryRun && communicator.rank == 0
    let page = try isServing ? PageProcess(of: output.out, at: page, hasControl: control) : nil
    defer { page?.end() }
    if let page {
      run.extensions.append(page.feed.runExtension)
      console.print("The page is at \(page.address) while the run trains.")
    }
    let words = RunWords(
      folder: output.out,
      keptSnapshots: keep,
      compute: compute.words,
      console: console
    )
    if dryRun {
      let rehearsal = try run.rehearse()
      words.tell(rehearsal)
      return try console.check()
    }
    let tell = { (event: RunEvent) in
      page?.feed.take(event)
      words.tell(event)
    }
    if case .interrupted(let signal, _) = try run.run(on: console, telling: tell) {
      throw ExitCode(signal.exitCode)
    }
    try console.check()
  }

  /// The run that `--init-from` names.
  private var otherRun: String? { settings.changes.applied(to: .dcganCIFAR10).initialRun }

  /// The recipe to resume with: the snapshot's, or the one asked for if it agrees in all fixed settings.
  private func recipe(resuming snapshot: SnapshotFile) throws -> Recipe {
    let saved = try Recipe(resuming: snapshot)
    var base = saved
    var asked: Set<String>? = settings.changes.names
    switch recipe {
    case .file:
      base = try self.base(.standardOutput())
      asked = nil
    case .named(let name):
      base.name = name
      asked?.insert("recipe")
    case .images, nil: break
    }
    var wanted = try changed(base).resolvingClasses(asIn: saved)
    if extend { wanted.length = try snapshot.length(extendedBy: wanted.length) }
    try Recipe.settings.check(resuming: wanted, from: saved, asked: asked, path: snapshot.path)
    return wanted
  }

  /// The recipe that flags change: the one asked for, that of the run to start from, one chosen for images, or the
  /// default.
  ///
  /// - Throws: `FileProblem` if a file or a run holds no recipe, or images cannot be opened.
  private func base(_ console: Console) throws -> Recipe {
    switch recipe {
    case .named(let name): return .named(name)
    case .file(let path): return try Recipe(readingFrom: path)
    case .images(let path):
      let dataset = try Datasets.open(path)
      if let otherRun {
        var recipe = try Recipe(startingFrom: otherRun)
        recipe.dataset = path
        return refitted(recipe, on: dataset)
      }
      let recipe = Recipe.chosen(for: dataset, at: path)
      console.print("Chosen for \(recipe.choices(for: dataset)). Flags change it.")
      return refitted(recipe, on: dataset)
    case nil:
      guard let otherRun else { return .dcganCIFAR10 }
      let recipe = try Recipe(startingFrom: otherRun)
      let dataset = settings.changes.applied(to: recipe).dataset
      return try refitted(recipe, on: Datasets.open(dataset))
    }
  }

  /// A recipe in which what is fitted to its length is fitted to the length that is asked for.
  private func refitted(_ recipe: Recipe, on dataset: any ImageDataset) -> Recipe {
    var recipe = recipe
    let length = settings.changes.applied(to: recipe).iterationCount(on: dataset.count)
    recipe.refit(to: min(length, 1_000_000_000))
    return recipe
  }

  /// A recipe with what the flags change.
  private func changed(_ recipe: Recipe) throws -> Recipe {
    let changed = settings.changes.applied(to: recipe)
    try checkingFlags(of: Recipe.settings) { () throws(RecipeProblem) in
      try settings.changes.check(areOf: changed)
    }
    return changed
  }

  /// Checks that a recipe is valid and fits this machine.
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
      console.print("Skipping a snapshot: \(problem)")
    }
  }
}

/// `--out`.
struct OutputOption: ParsableArguments {
  @Option(name: .shortAndLong, help: ArgumentHelp("Folder for the run's files.", valueName: "dir"))
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
