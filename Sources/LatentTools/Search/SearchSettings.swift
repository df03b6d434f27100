public import Recipes
internal import Terminal

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

  /// Checks that a search makes sense.
  ///
  /// - Throws: `RecipeProblem` for the first setting that does not.
  public func validate() throws(RecipeProblem) {
    try Recipe.check("steps", steps, in: 1...100_000)
    try Recipe.check("restarts", restarts, in: 1...256)
    guard learningRate > 0, learningRate <= 100 else {
      throw RecipeProblem(
        setting: "learning-rate",
        found: plain(learningRate),
        expected: "a positive number up to 100"
      )
    }
  }

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
