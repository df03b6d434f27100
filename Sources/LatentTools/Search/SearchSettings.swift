public import Recipes

/// How latent vectors are searched for.
public struct SearchSettings: Equatable, Sendable {
  /// Adam steps from each start.
  public var steps: Int
  /// The number of starts, drawn like latent vectors in training; all are updated at once.
  public var restarts: Int
  /// The initial learning rate; it falls to a fiftieth along half a cosine.
  public var learningRate: Float
  /// The random seed of the starts.
  public var seed: UInt64

  /// The most frames of an animation.
  private static let mostShown = 40

  /// Settings of a search; the defaults suit the recipes.
  public init(
    steps: Int = 300,
    restarts: Int = 8,
    learningRate: Float = 0.1,
    seed: UInt64 = 0
  ) {
    self.steps = steps
    self.restarts = restarts
    self.learningRate = learningRate
    self.seed = seed
  }

  /// The settings.
  public static let settings = SettingTable<SearchSettings>(
    [
      Setting(
        "steps",
        \.steps,
        in: 1...100_000,
        default: SearchSettings().steps,
        section: .untitled,
        flag: .value("n"),
        help: "Adam steps."
      ),
      Setting(
        "restarts",
        \.restarts,
        in: 1...256,
        default: SearchSettings().restarts,
        section: .untitled,
        flag: .value("n"),
        help: "Random vectors to start from; the best result is kept."
      ),
      Setting(
        "learning-rate",
        \.learningRate,
        in: Float.leastNonzeroMagnitude...100,
        expected: "a positive number up to 100",
        default: SearchSettings().learningRate,
        section: .untitled,
        flag: .value("rate"),
        help: "Initial learning rate."
      ),
      Setting(
        "seed",
        \.seed,
        default: SearchSettings().seed,
        section: .untitled,
        flag: .value("n"),
        help: "Random seed of the starts."
      ),
    ],
    source: "as needed"
  )

  /// Checks the settings.
  ///
  /// - Throws: `RecipeProblem` for the first invalid setting.
  public func validate() throws(RecipeProblem) { try Self.settings.validate(self) }

  /// The steps shown in an animation: more at first, when most changes.
  var shownSteps: [Int] {
    let count = min(steps, Self.mostShown)
    let places = (0..<count).map { index in
      let share = Double(index) / Double(count)
      return Int(Double(steps) * share * share)
    }
    return Array(Set(places)).sorted()
  }
}
