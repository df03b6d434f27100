import Adversarial
import Archives
import Datasets
import Evaluation
import Foundation
import Optimizers
import Recipes
import Terminal
import Training

/// A file that is in order, to be edited.
struct Base: Sendable {
  let arrays: NamedArrays
  let isSnapshot: Bool

  /// Four images of a recipe's size.
  static let dataset: String = {
    let path = scratch + "/train-images-idx3-ubyte"
    let header: [UInt8] = [0, 0, 8, 3, 0, 0, 0, 4, 0, 0, 0, 28, 0, 0, 0, 28]
    let pixels = (0..<4 * 28 * 28).map { UInt8(truncatingIfNeeded: $0 * 7) }
    FileManager.default.createFile(atPath: path, contents: Data(header + pixels))
    return path
  }()

  /// Snapshots and generators of small runs that have everything between them, after two iterations.
  static let all: [Base] =
    bases("mlp-mnist") { _ in }
    + bases("mlp-mnist") { recipe in
      recipe.averageDecay = 0.5
      recipe.objective = .wasserstein
      recipe.gradientPenalty = 1
      recipe.r1 = 1
      recipe.discriminatorSteps = 2
      recipe.flip = true
      recipe.generatorOptimizer = OptimizerSettings(
        .sgd(SGD(learningRate: 0.01, momentum: 0.5)),
        weightDecay: 0.1,
        schedule: .linear(to: 0, over: 10)
      )
    }
    + bases("dcgan-mnist") { recipe in
      recipe.evaluation.interval = 1
      recipe.evaluation.samples = 4
      recipe.evaluation.metrics = MetricSelection([.sliced, .similarity])
    }
    + bases("pictures") { recipe in
      recipe.image.height = 28
      recipe.image.width = 28
      recipe.augmentation = .automatic
    }
    + earlier

  private static func bases(_ name: String, _ change: (inout Recipe) -> Void) -> [Base] {
    var recipe = Recipe.named(RecipeName(rawValue: name))
    recipe.channels = 4
    recipe.latent.size = 2
    recipe.batchSize = 2
    recipe.length = .iterations(2)
    recipe.dataset = dataset
    recipe.preview = .init(rows: 1, columns: 2)
    recipe.intervals = .init(log: 1, progress: 1, preview: 2, snapshot: 2)
    change(&recipe)
    let folder = scratch + "/base"
    do {
      try TrainingRun(recipe, writingTo: folder).run(on: Console(.lines) { _ in })
      let snapshot = try NPZ.read(folder + "/snapshot_iter_2.npz")
      let generator = try NPZ.read(folder + "/gen_iter_2.npz")
      try FileManager.default.removeItem(atPath: folder)
      return [
        Base(arrays: snapshot, isSnapshot: true), Base(arrays: generator, isSnapshot: false),
      ]
    } catch { fatalError("a run that is in order fails: \(error)") }
  }

  /// Files of the first versions, from the command's tests.
  private static let earlier: [Base] = {
    let package = #filePath.split(separator: "/").dropLast(4).joined(separator: "/")
    let folder = "/\(package)/Tests/ForgerCommandTests/Earlier"
    return ["mlp-mnist", "dcgan-mnist"].flatMap { name in
      do {
        return [
          Base(arrays: try NPZ.read("\(folder)/\(name)/snapshot_iter_2.npz"), isSnapshot: true),
          Base(arrays: try NPZ.read("\(folder)/\(name)/gen_iter_4.npz"), isSnapshot: false),
        ]
      } catch { fatalError("\(error)") }
    }
  }()
}
