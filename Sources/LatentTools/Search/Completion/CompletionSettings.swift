public import Recipes
internal import Terminal

/// How holes in pictures are filled.
public struct CompletionSettings: Equatable, Sendable {
  /// How the latent vector is searched.
  public var search: SearchSettings
  /// The side of the window whose share of missing pixels is a known pixel's weight, in pixels; odd.
  public var window: Int
  /// λ, the weight of the discriminator's verdict beside the weighted mean distance; 0 for none.
  public var priorWeight: Float
  /// Whether the filling is fitted to its surroundings by `PoissonBlending`.
  public var blends: Bool

  /// Settings; the defaults for window and λ are the paper's.
  public init(
    search: SearchSettings = SearchSettings(),
    window: Int = 7,
    priorWeight: Float = 0.003,
    blends: Bool = true
  ) {
    self.search = search
    self.window = window
    self.priorWeight = priorWeight
    self.blends = blends
  }

  /// Checks that a completion makes sense.
  ///
  /// - Throws: `RecipeProblem` for the first setting that does not.
  public func validate() throws(RecipeProblem) {
    try search.validate()
    try Recipe.check("window", window, in: 3...1023)
    guard window % 2 == 1 else {
      throw RecipeProblem(setting: "window", found: "\(window)", expected: "an odd number")
    }
    guard (0...1_000_000).contains(priorWeight) else {
      throw RecipeProblem(
        setting: "prior",
        found: plain(priorWeight),
        expected: "a number from 0 to 1000000"
      )
    }
  }
}
