internal import Adversarial
internal import Datasets
internal import Evaluation
internal import NeuralNetworks
internal import TensorCore
internal import Terminal
internal import Training

/// What a run is about to do, as the user reads it before the first iteration.
struct RunSummary {
  let players: Players
  let dataset: any ImageDataset
  /// What evaluates the generator on the way, if anything does.
  let evaluator: Evaluator?
  let folder: String

  func print(on console: Console, resumedAt iteration: Int) {
    let recipe = players.recipe
    console.print("Training \(recipe.name.rawValue)")
    let data =
      "\(dataset.name): \(grouped(dataset.count)) images"
      + (dataset.adaptation.map { ", \($0)" } ?? " of \(dataset.shape)")
    var rows = [
      ("device", ComputeDevice.description),
      ("data set", data),
      ("batch size", "\(recipe.batchSize)"),
      ("latent size", "\(recipe.latent.size)"),
      ("objective", recipe.game),
      ("length", "\(recipe.length)\(other)"),
      ("generator", "\(grouped(players.generator.parameterCount)) parameters"),
      ("discriminator", "\(grouped(players.discriminator.parameterCount)) parameters"),
      ("output", folder),
    ]
    if let evaluator {
      let plan = QualityEvaluation.plan(of: recipe, by: evaluator)
      rows.insert(("evaluation", plan), at: rows.count - 1)
    }
    for (name, value) in rows {
      console.print("  " + name + String(repeating: " ", count: 15 - name.count) + value)
      guard name == "data set" else { continue }
      for finding in dataset.findings { console.print(String(repeating: " ", count: 17) + finding) }
      if recipe.flip { console.print(String(repeating: " ", count: 17) + "half of them mirrored") }
    }
    if iteration > 0 { console.print("  resumed        at iteration \(iteration)") }
    console.print("")
  }

  /// The run's length in the other unit.
  private var other: String {
    let perEpoch = Double(dataset.count) / Double(players.recipe.imagesPerIteration)
    switch players.recipe.length {
    case .epochs(let count):
      return " (\(grouped(Int((Double(count) * perEpoch).rounded(.up)))) iterations)"
    case .iterations(let count):
      return " (\(fixed(Double(count) / perEpoch, digits: 2)) epochs)"
    }
  }
}

extension Recipe {
  /// What the players minimise, and how: "wasserstein, gradient penalty 10, 5 discriminator steps".
  fileprivate var game: String {
    var parts = [objective.rawValue]
    if labelSmoothing > 0 { parts.append("label smoothing \(plain(labelSmoothing))") }
    if gradientPenalty > 0 { parts.append("gradient penalty \(plain(gradientPenalty))") }
    if r1 > 0 { parts.append("R1 \(plain(r1))") }
    if discriminatorSteps > 1 { parts.append("\(discriminatorSteps) discriminator steps") }
    if averageDecay > 0 { parts.append("generator averaged by \(averageDecay)") }
    return parts.joined(separator: ", ")
  }
}
