internal import Adversarial
internal import Datasets
internal import Evaluation
internal import NeuralNetworks
internal import TensorCore
internal import Terminal
internal import Training

/// What a run is about to do, as the user reads it before the first iteration.
public struct RunSummary: Equatable, Sendable {
  /// Something about the run.
  public struct Row: Equatable, Sendable {
    /// What it is about: "dataset".
    public let label: String
    /// What there is to say.
    public let text: String
    /// What else was noticed, a line each.
    public var remarks: [String] = []
  }

  /// The recipe's name.
  public let recipe: String
  /// What there is to say, in order.
  public let rows: [Row]
  /// Iterations that were done before.
  public let iteration: Int

  init(
    _ gan: GAN,
    on dataset: any ImageDataset,
    evaluator: Evaluator?,
    folder: String,
    resumedAt iteration: Int
  ) {
    let recipe = gan.recipe
    self.recipe = recipe.name.rawValue
    self.iteration = iteration
    let data =
      "\(dataset.name): \(grouped(dataset.count)) images"
      + (dataset.adaptation.map { ", \($0)" } ?? " of \(dataset.shape)")
    var rows = [
      Row(label: "device", text: ComputeDevice.description),
      Row(label: "dataset", text: data, remarks: dataset.findings),
    ]
    rows += Recipe.settings.summary(of: recipe).map { Row(label: $0.label, text: $0.text) }
    let other = Self.otherLength(of: recipe, imageCount: dataset.count)
    rows += [
      Row(label: "length", text: "\(recipe.length) (\(other))"),
      Row(label: "generator", text: "\(grouped(gan.generator.parameterCount)) parameters"),
      Row(label: "discriminator", text: "\(grouped(gan.discriminator.parameterCount)) parameters"),
    ]
    if let evaluator {
      rows.append(
        Row(label: "evaluation", text: QualityEvaluation.plan(of: recipe, by: evaluator))
      )
    }
    self.rows = rows + [Row(label: "output", text: folder)]
  }

  /// A run's length in the other unit.
  private static func otherLength(of recipe: Recipe, imageCount: Int) -> String {
    let perEpoch = Double(imageCount) / Double(recipe.imagesPerIteration)
    switch recipe.length {
    case .epochs(let count):
      return "\(grouped(Int((Double(count) * perEpoch).rounded(.up)))) iterations"
    case .iterations(let count):
      return "\(NumberText.fixed(Double(count) / perEpoch, decimals: 2)) epochs"
    }
  }
}
