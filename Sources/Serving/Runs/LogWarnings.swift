internal import Adversarial
internal import Recipes
internal import Training

/// The warnings of a run, found in its log, at their iterations.
struct LogWarnings: Sendable {
  /// A warning.
  struct Warning: Sendable {
    /// The iteration.
    let iteration: Int
    /// What it is.
    let warning: CollapseWarning
  }

  /// Warnings so far.
  private(set) var all: [Warning] = []
  private var watch: CollapseWatch?
  private var seen = 0
  private var lastIteration = 0
  private static let most = 200

  /// No warnings so far.
  init() {}

  /// Takes in the entries that were added to the log of a run of a recipe.
  ///
  /// An entry is the mean of the iterations since the last one, and counts as all of them.
  mutating func update(with table: LogTable, of recipe: Recipe) {
    if table.count < seen || watch == nil {
      self = LogWarnings()
      watch = CollapseWatch(
        isCrossEntropy: recipe.objective.isCrossEntropy,
        realSimilarity: nil
      )
    }
    let columns = Dictionary(
      zip(table.names, table.columns.indices),
      uniquingKeysWith: { first, _ in first }
    )
    let watched = CollapseWatch.watched.compactMap { name in columns[name].map { (name, $0) } }
    let evaluated = ["coverage", "similarity"].compactMap { name in
      columns["eval/" + name].map { (name, $0) }
    }
    for index in seen..<max(table.count, seen) where all.count < Self.most {
      let iteration = table.iterations[index]
      func observation(_ columns: [(String, Int)]) -> Observation {
        var observation = Observation()
        for (name, column) in columns where table.columns[column][index].isFinite {
          observation[name] = Double(table.columns[column][index])
        }
        return observation
      }
      var found =
        watch?.observe(observation(watched), standingFor: iteration - lastIteration) ?? []
      let evaluation = observation(evaluated)
      if !evaluation.isEmpty { found += watch?.evaluate(evaluation) ?? [] }
      all += found.map { Warning(iteration: iteration, warning: $0) }
      lastIteration = iteration
    }
    seen = table.count
  }
}
