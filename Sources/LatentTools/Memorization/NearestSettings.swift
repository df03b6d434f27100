public import Evaluation
public import Recipes

/// How samples are compared with training images.
public struct NearestSettings: Equatable, Sendable {
  /// The number of samples.
  public var samples: Int
  /// Their random seed.
  public var seed: UInt64
  /// The number of samples shown, the most suspicious ones.
  public var rows: Int
  /// The features to compare besides pixels.
  public var features: FeatureChoice

  /// The number of nearest images shown for each feature space.
  static let shownNeighbors = 3
  /// The number of nearest images whose mean distance the nearest one's is compared with.
  static let comparedNeighbors = 50
  /// The share of held-out images that are suspicious.
  static let percentile = 0.01
  /// The least number of held-out images, if there are as many: the percentile is then the distance of the
  /// fortieth, known to within a sixth of its share.
  static let leastHeldOut = 4000

  /// Settings of a comparison.
  public init(
    samples: Int = 1000,
    seed: UInt64 = 0,
    rows: Int = 8,
    features: FeatureChoice = .automatic
  ) {
    (self.samples, self.seed, self.rows, self.features) = (samples, seed, rows, features)
  }

  /// The settings apart from the features.
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

  /// Checks the settings.
  ///
  /// - Throws: `RecipeProblem` for the first invalid setting.
  public func validate() throws(RecipeProblem) { try Self.settings.validate(self) }
}
