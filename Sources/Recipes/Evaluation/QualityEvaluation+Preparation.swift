internal import Datasets
internal import Evaluation
internal import Terminal

extension QualityEvaluation {
  /// What reads the images that are compared: the real ones, and a run's generator's.
  ///
  /// - Parameters:
  ///   - recipe: The run's recipe, with evaluation on.
  ///   - original: The dataset as it is stored.
  ///   - cache: Where a classifier that was trained is kept, if anywhere.
  /// - Returns: The reader.
  /// - Throws: If an image cannot be read; `EvaluationProblem` if there are too few.
  static func reader(
    for recipe: Recipe,
    original: any ImageDataset,
    cache: EvaluationCache? = EvaluationCache()
  ) throws -> SampleReader {
    let metrics = Set(recipe.evaluation.metrics.metrics)
    let choice: FeatureChoice = metrics.contains(.inception) ? .classifier : .automatic
    let extractor = try choice.extractor(
      for: original,
      from: recipe.dataset,
      images: recipe.image,
      in: cache
    )
    return SampleReader(metrics, extractor, images: recipe.image)
  }

  /// Reads and prepares the real images that a run's generator is compared with.
  ///
  /// - Parameters:
  ///   - recipe: The run's recipe, with evaluation on.
  ///   - original: The dataset as it is stored.
  ///   - dataset: The dataset as the networks see it.
  /// - Returns: The evaluator.
  /// - Throws: If an image cannot be read; `EvaluationProblem` if there are too few.
  static func evaluator(
    for recipe: Recipe,
    original: any ImageDataset,
    dataset: any ImageDataset
  ) throws -> Evaluator {
    let cache = EvaluationCache()
    let reader = try reader(for: recipe, original: original, cache: cache)
    let count = recipe.evaluation.samples
    let real = try RealReference(dataset, count: count, reader: reader, cache: cache)
    return Evaluator(against: real)
  }

  /// The plan, for the run's summary.
  static func plan(of recipe: Recipe, by evaluator: Evaluator) -> String {
    let plan = recipe.evaluation
    return """
      every \(grouped(plan.interval)) iterations: \(plan.metrics.metrics.map(\.rawValue).joined(separator: ", ")) \
      of \(grouped(plan.samples)) samples, by \(evaluator.real.reader.extractor.name)
      """
  }
}
