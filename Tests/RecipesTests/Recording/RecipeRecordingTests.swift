import Adversarial
import Datasets
import GANTestSupport
import NeuralNetworks
import Optimizers
import Recipes
import TensorCore
import TestSupport
import Testing

/// Training steps of every recipe, written down operation by operation and run again in `Double`.
@Suite struct RecipeRecordingTests {
  struct Case: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let recipe: Recipe

    init(_ name: RecipeName, _ what: String = "", _ change: (inout Recipe) -> Void = { _ in }) {
      testDescription = name.rawValue + what
      recipe = .narrow(name, change)
    }

    /// All recipes, which are of all three kinds of training steps, and what can be added to them.
    static let all =
      RecipeName.allCases.map { name in
        Case(name) {
          // The largest of the recipes, at the size of the others.
          if name == .dcgan { ($0.image.height, $0.image.width) = (32, 24) }
        }
      } + [
        Case(.dcganMNIST, ", gradient penalty, two discriminator steps") {
          $0.objective = .wasserstein
          $0.gradientPenalty = 10
          $0.discriminatorSteps = 2
        },
        Case(.upsamplingMNIST, ", R1 and EMA") {
          $0.r1 = 1
          $0.averageDecay = 0.9
        },
        Case(.mlpMNIST, ", R1, weight decay and label smoothing") {
          $0.r1 = 1
          $0.labelSmoothing = 0.1
          $0.discriminatorOptimizer.weightDecay = 1e-3
          $0.generatorOptimizer.rule = .sgd(
            SGD(learningRate: 0.05, momentum: 0.9, isNesterov: true, form: .pyTorch)
          )
        },
      ]

    /// Two iterations from fresh networks, whose weights are drawn by the engine, too.
    func train(by engine: any Engine) throws -> [Tensor] {
      try Context.current.with(engine: engine).run {
        let gan = GAN(recipe)
        let updater = GANUpdater(gan)
        for index in 0..<2 { _ = try updater.update(recipe.randomBatch(index)) }
        return (gan.samplingGenerator.parameters + gan.discriminator.parameters)
          .map(\.value.detached)
      }
    }
  }

  /// Each operation of the operands that the engine had: the engine computes what was asked for.
  @Test(arguments: Case.all) func everyOperationAgrees(_ test: Case) throws {
    let recorder = RecordingEngine(over: CPUEngine(), .eager)
    let values = try test.train(by: recorder)
    let record = recorder.record
    let time = ContinuousClock().measure { record.expectAgreement(test.testDescription) }
    print("\(test.testDescription): \(record.steps.count) operations compared in \(time)")
    // The record is that of the training as it runs without a recorder.
    let (found, expected) = (values, try test.train(by: CPUEngine()))
    for (found, expected) in zip(found, expected) {
      expectClose(found, expected.scalars.map(Double.init), ofLargest: 1e-3)
    }
  }

  /// The whole training again in Double, from the values that entered from the host: images, and nothing
  /// else but constants.
  @Test(arguments: Case.all) func theTrainingAgrees(_ test: Case) throws {
    let recorder = RecordingEngine(over: CPUEngine(), .lazy)
    _ = try test.train(by: recorder)
    let record = recorder.record
    var drift: Drift?
    let time = ContinuousClock().measure { drift = Drift(of: record, by: ReferenceInterpreter()) }
    guard let drift else { return }
    print(
      """
      \(test.testDescription): \(record.steps.count) operations replayed in \(time), drift \
      \(drift.quantile(0.5)), \(drift.quantile(0.9)), \(drift.quantile(0.99)), \(drift.largest)
      """
    )
  }
}
