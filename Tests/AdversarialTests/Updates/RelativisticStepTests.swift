import Adversarial
import NeuralNetworks
import Optimizers
import Randomness
import TensorCore
import TestSupport
import Testing

/// What each kind of training step compares where the objective is relativistic.
@Suite struct RelativisticStepTests {
  /// Images are the latent vectors times a number; of each class another.
  private final class Scaling: Generator {
    let factor = Parameter(Tensor([2]))
    private(set) var asked: [Condition] = []

    func callAsFunction(_ z: Tensor, _ condition: Condition) -> Tensor {
      asked.append(condition)
      return z.reshaped(to: [z.shape[0], 1, 1, z.shape[1]]) * factor.value
    }
  }

  private final class Sum: Discriminator {
    let weight = Parameter(Tensor([0.5]))
    private(set) var seen: [Condition] = []

    func callAsFunction(_ images: Tensor, _ condition: Condition) -> Tensor {
      seen.append(condition)
      return images.flattened.sum(along: [1], keepingAxes: true) * weight.value
    }
    func features(of images: Tensor, _ condition: Condition) -> Tensor { images.flattened }
  }

  private let generator = Scaling()
  private let discriminator = Sum()

  private var training: GANTraining {
    GANTraining(
      generator: generator,
      discriminator: discriminator,
      generatorOptimizer: Optimizer(of: generator, SGD(learningRate: 0.1)),
      discriminatorOptimizer: Optimizer(of: discriminator, SGD(learningRate: 0.1)),
      objective: .relativistic
    )
  }

  private let real = Tensor.sample([4, 1, 1, 3], seed: 1)
  private let z = Tensor.sample([4, 3], seed: 2)

  /// −mean log σ of the pairs' differences, where logits are `weight` times sums.
  private func loss(_ winner: [Float], _ loser: [Float], weight: Float) -> Float {
    let differences = zip(winner, loser).map { weight * ($0 - $1) }
    return softplus(Tensor(differences.map { -$0 })).mean().scalar
  }

  private func sums(_ x: Tensor) -> [Float] { x.flattened.sum(along: [1]).scalars }

  @Test(arguments: [0, 1, 2]) func bothLossesAreOfPairs(_ kind: Int) throws {
    let steps: [any TrainingStep] = [
      AlternatingStep(training, discriminatorScale: 0.5), JointBatchStep(training),
      SharedForwardStep(training),
    ]
    let result = try steps[kind](real: real) { [z] _ in z }
    let (reals, fakes) = (sums(real), sums(z).map { 2 * $0 })
    // A mean of pairs is no sum of two means: it is not halved.
    #expect(abs(result.discriminatorLoss - loss(reals, fakes, weight: 0.5)) < 1e-6)
    let weight = kind == 2 ? 0.5 : discriminator.weight.value.scalars[0]
    #expect(kind == 2 || weight != 0.5)
    #expect(abs(result.generatorLoss - loss(fakes, reals, weight: weight)) < 1e-6)
    #expect(abs(result.realProbability + result.fakeProbability - 1) < 1e-6)
    #expect(generator.factor.value.scalars[0] != 2)
  }

  @Test func eachNetworkHasImagesOfItsOwn() throws {
    let (mine, other) = (real, Tensor.sample([4, 1, 1, 3], seed: 5))
    var latents = [z, Tensor.sample([4, 3], seed: 6)]
    let (first, second) = (latents[0], latents[1])
    let step = OwnBatchesStep(training)
    #expect(step.generatorBatches == 1)
    let result = try step(real: concatenate([mine, other])) { _ in latents.removeFirst() }
    #expect(latents.isEmpty)
    let fakes = sums(first).map { 2 * $0 }
    #expect(abs(result.discriminatorLoss - loss(sums(mine), fakes, weight: 0.5)) < 1e-6)
    let weight = discriminator.weight.value.scalars[0]
    let others = sums(second).map { 2 * $0 }
    #expect(abs(result.generatorLoss - loss(others, sums(other), weight: weight)) < 1e-6)
  }

  /// Several updates of the discriminator take a batch each, the generator's comes last.
  @Test func theGeneratorsBatchIsTheLast() throws {
    let batches = (0..<4).map { Tensor.sample([2, 1, 1, 3], seed: UInt64($0)) }
    var count = 0
    _ = try OwnBatchesStep(training)(real: concatenate(batches), discriminatorSteps: 3) {
      count += 1
      return .sample([$0, 3], seed: 9)
    }
    #expect(count == 4)
  }

  /// A pair is of one class, whatever was drawn.
  @Test func pairsAreOfOneClass() throws {
    let labels = Condition.classes([0, 1, 1, 2], of: 3)
    let drawn = Condition.classes([2, 2, 2, 2], of: 3)
    let steps: [any TrainingStep] = [
      AlternatingStep(training), SharedForwardStep(training), JointBatchStep(training),
    ]
    for step in steps {
      _ = try step(real: Examples(real, labels)) { [z] _ in GeneratorInput(z, drawn) }
    }
    #expect(generator.asked.allSatisfy { $0 == labels })
    #expect(discriminator.seen.allSatisfy { ($0.labels ?? []).prefix(4) == [0, 1, 1, 2] })
  }
}
