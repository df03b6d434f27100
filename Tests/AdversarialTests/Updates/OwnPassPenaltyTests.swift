import Adversarial
import Datasets
import NeuralNetworks
import Optimizers
import Randomness
import TensorCore
import TestSupport
import Testing

/// Penalties of the loss's own pass through the discriminator, where that is allowed.
@Suite struct OwnPassPenaltyTests {
  /// The same network, which does not say that its logits are of single images.
  private final class Reserved: Discriminator {
    let inner: R3GANDiscriminator

    init(_ inner: R3GANDiscriminator) { self.inner = inner }

    func callAsFunction(_ x: Tensor, _ condition: Condition) -> Tensor { inner(x, condition) }
    func features(of x: Tensor, _ condition: Condition) -> Tensor {
      inner.features(of: x, condition)
    }
  }

  private final class Fixed: UnconditionalGenerator {
    let scale = Parameter(Tensor.sample([1, 16, 16, 3], seed: 3))

    func callAsFunction(_ z: Tensor) -> Tensor {
      scale.value * z.mean(along: [1]).reshaped(to: [z.shape[0], 1, 1, 1])
    }
  }

  private static let image = ImageShape(height: 16, width: 16, channels: 3)

  private func discriminator(classes: Int) -> R3GANDiscriminator {
    let random = RandomStream(seed: 1, purpose: "weights")
    let shape = R3GANStages(of: Self.image, width: 12)
    let network = R3GANDiscriminator(
      imageChannels: 3,
      classes: classes,
      shape: shape,
      using: random
    )
    // Zeros would hide what passes through the blocks.
    for parameter in network.parameters where parameter.value.scalars.allSatisfy({ $0 == 0 }) {
      parameter.value = .sample(parameter.shape, from: -0.2, to: 0.2, seed: 9)
    }
    return network
  }

  private func trained(
    _ discriminator: any Discriminator,
    _ penalties: [any GradientPenalty],
    classes: Int,
    objective: Objective
  ) throws -> StepResult {
    let generator = Fixed()
    let update = AlternatingStep(
      GANTraining(
        generator: generator,
        discriminator: discriminator,
        generatorOptimizer: Optimizer(of: generator, SGD(learningRate: 0.1)),
        discriminatorOptimizer: Optimizer(of: discriminator, SGD(learningRate: 0.1)),
        objective: objective,
        regularization: Regularization(penalties: penalties)
      )
    )
    let labels = Condition.classes([0, 1, 2, 1], of: 3)
    let real = Examples(.sample([4, 16, 16, 3], seed: 1), classes > 0 ? labels : .none)
    return try update(real: real) { GeneratorInput(.sample([$0, 5], seed: 2), real.condition) }
  }

  @Test(
    arguments: [([0.5, 0.5], 0), ([0.5, 2], 3), ([1, 0], 0), ([0, 1], 3)] as [([Float], Int)]
  )
  func isWhatAPassOfTheirOwnIs(_ gammas: [Float], _ classes: Int) throws {
    let penalties: [any GradientPenalty] = [
      R1Penalty(gamma: gammas[0]), R2Penalty(gamma: gammas[1]),
    ]
    for objective in [Objective.relativistic, .hinge, .nonSaturating] {
      let (one, other) = (discriminator(classes: classes), discriminator(classes: classes))
      let together = try trained(one, penalties, classes: classes, objective: objective)
      let apart = try trained(Reserved(other), penalties, classes: classes, objective: objective)
      #expect(abs(together.discriminatorLoss - apart.discriminatorLoss) < 1e-5)
      #expect(abs(together.generatorLoss - apart.generatorLoss) < 1e-5)
      for (one, other) in zip(one.namedParameters, other.namedParameters) {
        let expected = other.value.value.scalars.map(Double.init)
        // A step of 0.1 along sums of some thousand products.
        expectClose(one.value.value, expected, absolute: 1e-5, relative: 1e-5, one.path)
      }
    }
  }

  /// A batch of four in parts of three and one.
  @Test(arguments: [0, 3]) func partsOfABatchAddUp(_ classes: Int) throws {
    let penalties: [any GradientPenalty] = [R1Penalty(gamma: 0.5), R2Penalty(gamma: 2)]
    for objective in [Objective.relativistic, .hinge] {
      let (one, other) = (discriminator(classes: classes), discriminator(classes: classes))
      #expect(other.imagesAtOnce >= 4)
      one.imagesAtOnce = 3
      let parts = try trained(one, penalties, classes: classes, objective: objective)
      let whole = try trained(other, penalties, classes: classes, objective: objective)
      #expect(abs(parts.discriminatorLoss - whole.discriminatorLoss) < 1e-5)
      #expect(abs(parts.realProbability - whole.realProbability) < 1e-6)
      for (one, other) in zip(one.namedParameters, other.namedParameters) {
        let expected = other.value.value.scalars.map(Double.init)
        expectClose(one.value.value, expected, absolute: 1e-6, relative: 1e-5, one.path)
      }
    }
  }

  /// So does the generator's, against images of its own.
  @Test func partsOfTheGeneratorsBatchAddUp() throws {
    func trainedGenerator(imagesAtOnce: Int) throws -> ([[Float]], StepResult) {
      let shape = R3GANStages(of: Self.image, width: 12)
      let generator = R3GANGenerator(
        latentSize: 5,
        imageChannels: 3,
        shape: shape,
        using: RandomStream(seed: 2, purpose: "weights")
      )
      let discriminator = discriminator(classes: 0)
      discriminator.imagesAtOnce = imagesAtOnce
      let step = OwnBatchesStep(
        GANTraining(
          generator: generator,
          discriminator: discriminator,
          generatorOptimizer: Optimizer(of: generator, SGD(learningRate: 0.1)),
          discriminatorOptimizer: Optimizer(of: discriminator, SGD(learningRate: 0.1)),
          objective: .relativistic
        )
      )
      let result = try step(real: .sample([8, 16, 16, 3], seed: 1)) { .sample([$0, 5], seed: 2) }
      return (generator.parameters.map(\.value.scalars), result)
    }
    let (parts, one) = try trainedGenerator(imagesAtOnce: 3)
    let (whole, other) = try trainedGenerator(imagesAtOnce: 4)
    #expect(abs(one.generatorLoss - other.generatorLoss) < 1e-6)
    for (part, all) in zip(parts, whole) {
      #expect(zip(part, all).allSatisfy { abs($0 - $1) < 1e-6 + 1e-5 * abs($1) })
    }
  }

  @Test func weightsFollowTheSchedule() throws {
    func loss(_ share: Float, _ schedule: LearningRateSchedule, steps: Int) throws -> Float {
      let (generator, discriminator) = (Fixed(), discriminator(classes: 0))
      let training = GANTraining(
        generator: generator,
        discriminator: discriminator,
        generatorOptimizer: Optimizer(of: generator, SGD(learningRate: 0)),
        discriminatorOptimizer: Optimizer(of: discriminator, SGD(learningRate: 0)),
        regularization: Regularization(
          penalties: [R1Penalty(gamma: 2 * share), R2Penalty(gamma: 3 * share)],
          penaltySchedule: schedule
        )
      )
      let step = AlternatingStep(training)
      var last: Float = 0
      for _ in 0..<steps {
        last = try step(real: .sample([4, 16, 16, 3], seed: 1)) { .sample([$0, 5], seed: 2) }
          .discriminatorLoss
      }
      return last
    }
    let schedule = LearningRateSchedule.linear(to: 0, over: 4)
    #expect(try loss(1, schedule, steps: 1) == loss(1, .constant, steps: 1))
    #expect(abs(try loss(1, schedule, steps: 3) - loss(0.5, .constant, steps: 1)) < 1e-6)
    #expect(abs(try loss(1, schedule, steps: 6) - loss(0, .constant, steps: 1)) < 1e-6)
  }
}
