import Adversarial
import ArgumentParser
import Recipes

/// What the players minimise, and how often they move.
struct GameOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp("What the players minimise. (default: the recipe's)", valueName: "name")
  )
  var objective: Objective?

  @Option(
    help: ArgumentHelp(
      "What the label of real images is short of 1, with cross entropy. (default: 0)",
      valueName: "share"
    )
  )
  var labelSmoothing: Float?

  @Option(
    help: ArgumentHelp(
      "Charge the discriminator for slopes other than 1 between images.",
      discussion: "The Wasserstein objective needs it; 10 is usual. (default: 0, none)",
      valueName: "weight"
    )
  )
  var gradientPenalty: Float?

  @Option(
    name: .customLong("r1"),
    help: ArgumentHelp(
      "Charge the discriminator for slopes at real images. (default: 0, none)",
      valueName: "gamma"
    )
  )
  var r1: Float?

  @Option(
    help: ArgumentHelp(
      "Moves of the discriminator for each of the generator, on batches of their own. (default: 1)",
      valueName: "n"
    )
  )
  var discriminatorSteps: Int?

  @Option(
    help: ArgumentHelp(
      "Make pictures with a moving average of the generator.",
      discussion: "gen_iter_N.npz holds the average then; 0.999 is usual. (default: 0, none)",
      valueName: "decay"
    )
  )
  var average: Float?

  /// Puts what was given into `overrides`.
  func apply(to overrides: inout RecipeOverrides) {
    overrides.objective = objective
    overrides.labelSmoothing = labelSmoothing
    overrides.gradientPenalty = gradientPenalty
    overrides.r1 = r1
    overrides.discriminatorSteps = discriminatorSteps
    overrides.averageDecay = average
  }
}
