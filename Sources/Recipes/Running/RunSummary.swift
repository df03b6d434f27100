internal import Adversarial
internal import Datasets
internal import Evaluation
internal import NeuralNetworks
internal import TensorCore
internal import Terminal
internal import Training

/// The summary of a run that the user reads before the first iteration.
public struct RunSummary: Equatable, Sendable {
  /// A line of the summary.
  public struct Row: Equatable, Sendable {
    /// The subject: "dataset".
    public let label: String
    /// The text.
    public let text: String
    /// Further remarks, one per line.
    public var remarks: [String] = []
  }

  /// The recipe's name.
  public let recipe: String
  /// The lines, in order.
  public let rows: [Row]
  /// Iterations done before a resume.
  public let iteration: Int

  init(
    _ gan: GAN,
    on dataset: any ImageDataset,
    evaluator: Evaluator?,
    processes: RunProcesses,
    folder: String,
    taken: TakenWeights?,
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
    if let text = processes.text(of: recipe) { rows.append(Row(label: "processes", text: text)) }
    rows += Recipe.settings.summary(of: recipe).map { Row(label: $0.label, text: $0.text) }
    if let taken {
      rows.append(
        Row(label: "weights", text: taken.text, remarks: [taken.remark].compactMap(\.self))
      )
    } else if let run = recipe.initialRun {
      rows.append(Row(label: "weights", text: "taken from \(run) at the start"))
    }
    let other = Self.otherLength(of: recipe, imageCount: dataset.count)
    rows += [
      Row(label: "length", text: "\(recipe.length) (\(other))"),
      Row(label: "generator", text: "\(grouped(gan.generator.parameterCount)) parameters"),
      Row(label: "discriminator", text: Self.discriminator(of: gan)),
    ]
    if let evaluator {
      rows.append(
        Row(label: "evaluation", text: QualityEvaluation.plan(of: recipe, by: evaluator))
      )
    }
    self.rows = rows + [Row(label: "output", text: folder)]
  }

  /// The size of the discriminator, and how much of it is frozen.
  private static func discriminator(of gan: GAN) -> String {
    let size = "\(grouped(gan.discriminator.parameterCount)) parameters"
    let count = gan.recipe.frozenLayers
    if count == 0 { return size }
    let frozen = gan.discriminator.parameters(ofFirstLayers: count)
      .reduce(0) { $0 + $1.shape.elementCount }
    let layers = gan.discriminator.parametersByLayer.count
    return "\(size), \(grouped(frozen)) of them frozen: the first \(count) of \(layers) layers"
  }

  /// A run's length in the other unit.
  private static func otherLength(of recipe: Recipe, imageCount: Int) -> String {
    switch recipe.length {
    case .epochs:
      return "\(grouped(recipe.iterationCount(on: imageCount))) iterations"
    case .iterations(let count):
      let perEpoch = Double(imageCount) / Double(recipe.imagesPerIteration)
      return "\(NumberText.fixed(Double(count) / perEpoch, decimals: 2)) epochs"
    }
  }
}
