public import Recipes

/// How latent vectors are searched.
public struct SearchSettings: Equatable, Sendable {
  /// Steps of Adam from each start.
  public var steps: Int
  /// Starts, drawn as training draws its vectors; all of them are moved at once.
  public var restarts: Int
  /// The length of the first steps; it falls to a fiftieth in half a cosine.
  public var learningRate: Float
  /// What the starts follow from.
  public var seed: UInt64

  /// The most pictures of a way that are kept.
  private static let mostShown = 40

  /// A search; the defaults suit the recipes.
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

  /// What there is to set.
  public static let settings = SettingTable<SearchSettings>(
    [
      Setting(
        "steps",
        \.steps,
        in: 1...100_000,
        default: SearchSettings().steps,
        section: .untitled,
        flag: .value("n"),
        help: "Steps of Adam."
      ),
      Setting(
        "restarts",
        \.restarts,
        in: 1...256,
        default: SearchSettings().restarts,
        section: .untitled,
        flag: .value("n"),
        help: "Vectors to start from; the best end counts."
      ),
      Setting(
        "learning-rate",
        \.learningRate,
        in: Float.leastNonzeroMagnitude...100,
        expected: "a positive number up to 100",
        default: SearchSettings().learningRate,
        section: .untitled,
        flag: .value("rate"),
        help: "The length of the first steps."
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

  /// Checks that a search makes sense.
  ///
  /// - Throws: `RecipeProblem` for the first setting that does not.
  public func validate() throws(RecipeProblem) { try Self.settings.validate(self) }

  /// The steps whose pictures an animation shows: dense at first, where most happens.
  var shownSteps: [Int] {
    let count = min(steps, Self.mostShown)
    let places = (0..<count).map { index in
      let share = Double(index) / Double(count)
      return Int(Double(steps) * share * share)
    }
    return Array(Set(places)).sorted()
  }
}
