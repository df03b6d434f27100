import Accelerators
import ArgumentParser
import Distributed
import Recipes
import TensorCore
import Terminal

/// `forger bench`.
struct Bench: ParsableCommand, SettingSource {
  static var table: SettingTable<Recipe> {
    Recipe.settings.only("batch-size", "channels", "image-size", "augment", in: .untitled)
  }

  static let configuration = CommandConfiguration(
    abstract: "Time training and generation on this machine.",
    usage: "forger bench [<options>] [<recipe>]",
    discussion: """
      Two warm-up iterations are not counted. The images are random, which does not affect the \
      arithmetic.

      EXAMPLES:
        The tutorial's size:
          forger bench dcgan-cifar10

        A small one on one thread, for a script:
          forger bench --batch-size 16 --channels 64 --threads 1 --json

        Where the time goes:
          forger bench mlp-mnist --profile

        Four processes, and what to expect of more:
          mpirun -n 4 forger bench dcgan-cifar10 --mpi
      """
  )

  @Argument(help: "What to time.")
  var recipe: RecipeName = .dcganCIFAR10

  @OptionGroup var settings: SettingFlags<Self>

  @Option(help: ArgumentHelp("Iterations to time.", valueName: "n"))
  var iterations = 8

  @OptionGroup var compute: ComputeOptions

  @Option(help: .convolutionAlgorithms)
  var convAlgorithms = ConvolutionPolicy.automatic

  @Flag(help: "Show the time of an iteration kernel by kernel instead.")
  var profile = false

  @Flag(
    help: ArgumentHelp(
      "Time sums over the processes that an MPI launcher started, and the step that they share.",
      discussion: "Also prints what to expect of more processes, for which one is enough."
    )
  )
  var mpi = false

  @Flag(help: "Print one line of JSON, with the keys of Benchmarks/peers/torch_peers.py.")
  var json = false

  func validate() throws {
    if profile && !compute.isOnCPU {
      throw ValidationError("--profile shows kernels of the cpu, and is for no other device")
    }
    if profile && json { throw ValidationError("--profile cannot be combined with --json") }
    if profile && mpi { throw ValidationError("--profile cannot be combined with --mpi") }
    try check(iterations, of: "--iterations", isIn: 1...1_000_000)
    _ = try benchmark(in: .current)
  }

  func run() throws {
    SpinCount.apply()
    if mpi { return try Processes.run { try runShared(by: $0, on: $1) } }
    let console = Console.standardOutput()
    let cache = convAlgorithms.cache
    let context = try compute.context(
      convAlgorithms,
      following: cache?.choices ?? ConvolutionChoices()
    )
    defer { cache?.keep(context.measuredChoices) }
    let benchmark = try benchmark(in: context)
    if profile { return try console.printResult(benchmark.profile().text.lines) }
    let engine = context.engine as? GraphEngine
    var statistics: [GraphEngine.Statistics] = []
    let result = try benchmark.run { if let engine { statistics.append(engine.statistics) } }
    let convolutions = context.usedChoices.summary
    var text = result.text + (convolutions.isEmpty ? "" : "\n  convolutions   \(convolutions)")
    if engine != nil { text += "\n  programs        \(GraphEngine.summary(of: statistics))" }
    try console.printResult(json ? [try result.json] : text.lines)
  }

  private func runShared(by communicator: any Communicator, on console: Console) throws {
    let recipe = settings.changes.applied(to: .named(recipe))
    let benchmark = SharedBenchmark(
      recipe,
      iterations: iterations,
      in: try compute.context(
        convAlgorithms,
        following: convAlgorithms.cache?.choices ?? ConvolutionChoices()
      ),
      sharedBy: communicator
    )
    let result = try benchmark.run()
    try console.printResult(json ? [try result.jsonLine] : result.lines)
  }

  private func benchmark(in context: Context) throws -> Benchmark {
    let recipe = settings.changes.applied(to: .named(recipe))
    return try checkingFlags(of: Recipe.settings) { () throws(RecipeProblem) in
      try recipe.validate()
      try recipe.checkMemory()
      return try Benchmark(recipe, iterations: iterations, in: context)
    }
  }
}

extension GraphEngine {
  /// What was compiled and run for a training, and how long the device waited for the host in between: the median of the
  /// iterations after the first two, of what there was after each.
  fileprivate static func summary(of found: [Statistics]) -> String {
    guard let last = found.last, found.count > 2 else { return "none" }
    let iterations = zip(found.dropFirst(), found.dropFirst(2)).map { $1.since($0) }
    func median(_ value: (Statistics) -> Double) -> Double {
      iterations.map(value).sorted()[iterations.count / 2]
    }
    let wait = NumberText.fixed(1000 * median(\.hostSeconds), decimals: 2)
    let runs = NumberText.fixed(median { Double($0.runs) }, decimals: 0)
    let compilation = NumberText.fixed(last.compilationSeconds, decimals: 1)
    return "\(last.compiledPrograms) compiled in \(compilation) s, \(runs) run an iteration; "
      + "\(wait) ms of it on the host in between"
  }
}
