public import Recipes

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

  /// What there is to set beside the search.
  public static let settings = SettingTable<CompletionSettings>(
    [
      Setting(
        "window",
        \.window,
        default: CompletionSettings().window,
        section: .untitled,
        flag: .value("side"),
        help: "Pixels this near to the hole count, the more of it they see.",
        discussion: "Odd, in pixels."
      ) { window in
        if !(3...1023).contains(window) {
          SettingMistake(found: "\(window)", expected: "a number from 3 to 1023")
        } else if window % 2 == 0 {
          SettingMistake(found: "\(window)", expected: "an odd number")
        } else {
          nil
        }
      },
      Setting(
        "prior",
        \.priorWeight,
        in: 0...1_000_000,
        default: CompletionSettings().priorWeight,
        section: .untitled,
        flag: .value("lambda"),
        help: "Weight of the discriminator's output; 0 needs no discriminator."
      ),
      Setting(
        "poisson",
        \.blends,
        default: CompletionSettings().blends,
        section: .untitled,
        flag: .onOff,
        help: "Fit the filling's brightness to what is around it."
      ),
    ],
    source: "as needed"
  )

  /// Checks that a completion makes sense.
  ///
  /// - Throws: `RecipeProblem` for the first setting that does not.
  public func validate() throws(RecipeProblem) {
    try search.validate()
    try Self.settings.validate(self)
  }
}
