public import Evaluation
public import Recipes

/// How a generator's pictures are compared with those that it learned from.
public struct NearestSettings: Equatable, Sendable {
  /// How many pictures are generated.
  public var samples: Int
  /// What they follow from.
  public var seed: UInt64
  /// How many of them are shown, the most suspicious ones.
  public var rows: Int
  /// What pictures are compared by besides pixels.
  public var features: FeatureChoice

  /// The nearest pictures that are shown of each space.
  static let shownNeighbors = 3
  /// The nearest pictures whose mean distance the nearest one's is compared with.
  static let comparedNeighbors = 50
  /// The share of held-out pictures that are nearer than what is suspicious.
  static let percentile = 0.01
  /// At least so many held-out pictures are looked at where there are as many: the percentile is the distance
  /// of the fortieth then, known to a sixth of its share.
  static let leastHeldOut = 4000

  /// A comparison.
  public init(
    samples: Int = 1000,
    seed: UInt64 = 0,
    rows: Int = 8,
    features: FeatureChoice = .automatic
  ) {
    (self.samples, self.seed, self.rows, self.features) = (samples, seed, rows, features)
  }

  /// What there is to set beside the features.
  public static let settings = SettingTable<NearestSettings>(
    [
      Setting(
        "samples",
        \.samples,
        in: 1...20_000,
        default: NearestSettings().samples,
        section: .untitled,
        flag: .value("n"),
        help: "Samples to generate."
      ),
      Setting(
        "seed",
        \.seed,
        default: NearestSettings().seed,
        section: .untitled,
        flag: .value("n"),
        help: "Random seed of the samples."
      ),
      Setting(
        "rows",
        \.rows,
        in: 1...1000,
        default: NearestSettings().rows,
        section: .untitled,
        flag: .value("n"),
        help: "Samples to show."
      ),
    ],
    source: "as needed"
  )

  /// Checks that a comparison makes sense.
  ///
  /// - Throws: `RecipeProblem` for the first setting that does not.
  public func validate() throws(RecipeProblem) { try Self.settings.validate(self) }
}
