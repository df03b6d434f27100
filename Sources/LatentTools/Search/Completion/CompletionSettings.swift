public import Recipes

/// How holes in images are filled.
public struct CompletionSettings: Equatable, Sendable {
  /// How the latent vector is searched for.
  public var search: SearchSettings
  /// The side of the window whose share of missing pixels is the weight of a known pixel; odd, in pixels.
  public var window: Int
  /// λ, the weight of the prior loss relative to the contextual loss; 0 for none.
  public var priorWeight: Float
  /// Whether the filling is blended with its surroundings by `PoissonBlending`.
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

  /// The settings besides those of the search.
  public static let settings = SettingTable<CompletionSettings>(
    [
      Setting(
        "window",
        \.window,
        default: CompletionSettings().window,
        section: .untitled,
        flag: .value("side"),
        help: "Side of the window in which missing pixels weight a known one.",
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
        help: "λ, weight of the prior loss; 0 needs no discriminator."
      ),
      Setting(
        "poisson",
        \.blends,
        default: CompletionSettings().blends,
        section: .untitled,
        flag: .onOff,
        help: "Blend the filling with its surroundings."
      ),
    ],
    source: "as needed"
  )

  /// Checks the settings.
  ///
  /// - Throws: `RecipeProblem` for the first invalid setting.
  public func validate() throws(RecipeProblem) {
    try search.validate()
    try Self.settings.validate(self)
  }
}
