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
        Case(.dcganMNIST, ", R1 and DiffAugment") {
          $0.r1 = 1
          $0.augmentation = .differentiable([.color, .translation, .cutout])
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
    // The record is that of the training as it runs without a recorder, where fused kernels round otherwise.
    // A bias before a batch norm has no gradient but rounding noise: 1e-6 is far above what becomes of it.
    for (found, expected) in zip(values, try test.train(by: CPUEngine())) {
      let expected = expected.scalars.map(Double.init)
      let largest = expected.map(abs).max() ?? 0
      expectClose(found, expected, absolute: 1e-6 + 1e-4 * largest, test.testDescription)
    }
  }

  /// The whole training again in Double, from nothing but the images and the random bits.
  ///
  /// Nine tenths of the losses and parameters agree to float32's rounding. Where a gradient is nothing but
  /// noise, as that of a bias before a batch norm, Adam's steps are of the learning rate's size all the same:
  /// no number is further off than those steps reach, both ways.
  @Test(arguments: Case.all) func theTrainingAgrees(_ test: Case) throws {
    let recorder = RecordingEngine(over: CPUEngine(), .lazy)
    for parameter in try test.train(by: recorder) { _ = parameter.scalars }
    let record = recorder.record
    let clock = ContinuousClock()
    let start = clock.now
    let drift = Drift(of: record, by: ReferenceInterpreter())
    let time = clock.now - start
    print("\(test.testDescription): \(record.steps.count) operations replayed in \(time)")
    // Most errors are some units of 2⁻²⁴.
    #expect(Drift.quantile(0.5, of: drift.steps) < 2e-6)
    #expect(Drift.quantile(0.9, of: drift.outputs) < 1e-5)
    #expect(drift.largestError < test.reach)
  }
}

extension RecipeRecordingTests.Case {
  /// How far two trainings' numbers may be apart whose gradients differ in sign.
  fileprivate var reach: Double {
    let steps = 2 * recipe.discriminatorSteps
    let optimizers = [recipe.generatorOptimizer, recipe.discriminatorOptimizer]
    return optimizers.map { settings in
      switch settings.rule {
      case .adam(let adam):
        2
          * AdamReach(learningRate: adam.learningRate, beta1: adam.beta1, beta2: adam.beta2)
          .movement(after: steps)
      // Noise stays as small as it is.
      case .sgd: 1e-5
      }
    }.max() ?? 0
  }
}
