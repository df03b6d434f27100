import ArgumentParser
import Evaluation
import Recipes

/// How the generator is evaluated during training.
struct EvaluationOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Iterations between evaluations of the generator.",
      discussion: """
        They go to the log as eval/frechet and so on, keep the best generator in gen_best.npz, and \
        warn where a run collapses. (default: 0, none)
        """,
      valueName: "n"
    )
  )
  var evaluateEvery: Int?

  @Option(
    help: ArgumentHelp("Samples, and as many real images. (default: 2000)", valueName: "n")
  )
  var evaluateSamples: Int?

  @Option(
    help: ArgumentHelp(
      "What to measure; the first finds the best. (default: \(MetricSelection.cheap))",
      valueName: "a,b,…"
    )
  )
  var evaluateMetrics: MetricSelection?

  /// Puts what was given into `overrides`.
  func apply(to overrides: inout RecipeOverrides) {
    overrides.evaluationInterval = evaluateEvery
    overrides.evaluationSamples = evaluateSamples
    overrides.evaluationMetrics = evaluateMetrics
  }
}
