import ArgumentParser
import Recipes

/// How often what is written.
struct IntervalOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp("Iterations between snapshots. (default: the recipe's)", valueName: "n")
  )
  var snapshotInterval: Int?

  @Option(
    help: ArgumentHelp(
      "Iterations between log entries and rows of the table. (default: the recipe's)",
      valueName: "n"
    )
  )
  var displayInterval: Int?

  @Option(
    help: ArgumentHelp("Iterations between previews. (default: the recipe's)", valueName: "n")
  )
  var previewInterval: Int?

  /// Puts what was given into `overrides`.
  func apply(to overrides: inout RecipeOverrides) {
    overrides.snapshotInterval = snapshotInterval
    overrides.logInterval = displayInterval
    overrides.previewInterval = previewInterval
  }
}
