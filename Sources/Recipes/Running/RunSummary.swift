internal import Adversarial
internal import Datasets
internal import Evaluation
internal import NeuralNetworks
internal import TensorCore
internal import Terminal
internal import Training

/// What a run is about to do, as the user reads it before the first iteration.
struct RunSummary {
  let gan: GAN
  let dataset: any ImageDataset
  /// What evaluates the generator on the way, if anything does.
  let evaluator: Evaluator?
  let folder: String

  func print(on console: Console, resumedAt iteration: Int) {
    let recipe = gan.recipe
    console.print("Training \(recipe.name.rawValue)")
    let data =
      "\(dataset.name): \(grouped(dataset.count)) images"
      + (dataset.adaptation.map { ", \($0)" } ?? " of \(dataset.shape)")
    var rows = [
      ("device", ComputeDevice.description),
      ("dataset", data),
    ]
    rows += Recipe.settings.summary(of: recipe).map { ($0.label, $0.text) }
    rows += [
      ("length", "\(recipe.length)\(other)"),
      ("generator", "\(grouped(gan.generator.parameterCount)) parameters"),
      ("discriminator", "\(grouped(gan.discriminator.parameterCount)) parameters"),
      ("output", folder),
    ]
    if let evaluator {
      let plan = QualityEvaluation.plan(of: recipe, by: evaluator)
      rows.insert(("evaluation", plan), at: rows.count - 1)
    }
    for (name, value) in rows {
      console.print("  " + name + String(repeating: " ", count: max(2, 15 - name.count)) + value)
      guard name == "dataset" else { continue }
      for finding in dataset.findings { console.print(String(repeating: " ", count: 17) + finding) }
    }
    if iteration > 0 { console.print("  resumed        at iteration \(iteration)") }
    console.print("")
  }

  /// The run's length in the other unit.
  private var other: String {
    let perEpoch = Double(dataset.count) / Double(gan.recipe.imagesPerIteration)
    switch gan.recipe.length {
    case .epochs(let count):
      return " (\(grouped(Int((Double(count) * perEpoch).rounded(.up)))) iterations)"
    case .iterations(let count):
      return " (\(fixed(Double(count) / perEpoch, digits: 2)) epochs)"
    }
  }
}
