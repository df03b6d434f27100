import ArgumentParser
import LatentTools
import Recipes

/// How latent vectors are searched.
struct SearchOptions: ParsableArguments {
  @Option(help: ArgumentHelp("Steps of Adam.", valueName: "n"))
  var steps = SearchSettings().steps

  @Option(
    help: ArgumentHelp("Vectors to start from; the best end counts.", valueName: "n")
  )
  var restarts = SearchSettings().restarts

  @Option(help: ArgumentHelp("The length of the first steps.", valueName: "rate"))
  var learningRate = SearchSettings().learningRate

  @Option(help: ArgumentHelp("Other seeds start elsewhere.", valueName: "n"))
  var seed: UInt64 = 0

  @OptionGroup var threads: ThreadOption

  func validate() throws {
    try checkingOptions { () throws(RecipeProblem) in try settings.validate() }
  }

  /// The settings that were asked for.
  var settings: SearchSettings {
    SearchSettings(steps: steps, restarts: restarts, learningRate: learningRate, seed: seed)
  }
}
