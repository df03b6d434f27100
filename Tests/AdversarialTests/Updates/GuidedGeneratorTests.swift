import Adversarial
import NeuralNetworks
import Optimizers
import Randomness
import TensorCore
import TestSupport
import Testing

/// A generator's own loss reaches its gradients in every way of training.
@Suite struct GuidedGeneratorTests {
  /// A linear layer whose own loss is a multiple of the sum of its images.
  private final class Guided: GuidedGenerator {
    let layer = Linear(3, 2, using: RandomStream(seed: 1, purpose: "weights"))
    let isGuided: Bool

    init(isGuided: Bool) { self.isGuided = isGuided }

    func callAsFunction(_ z: Tensor, _ condition: Condition) -> Tensor { layer(z) }

    func ownLoss(of images: Tensor, from input: GeneratorInput) -> Tensor? {
      isGuided ? (images * 3).sum() + input.z.sum() : nil
    }
  }

  private enum Way: String, CaseIterable {
    case alternating, sharedForward, jointBatch, ownBatches
  }

  private func trained(_ way: Way, isGuided: Bool) throws -> (loss: Float, bias: [Float]) {
    let generator = Guided(isGuided: isGuided)
    let discriminator = LayerDiscriminator(
      Linear(2, 1, using: RandomStream(seed: 2, purpose: "weights"))
    )
    let training = GANTraining(
      generator: generator,
      discriminator: discriminator,
      generatorOptimizer: Optimizer(of: generator, SGD(learningRate: 1)),
      discriminatorOptimizer: Optimizer(of: discriminator, SGD(learningRate: 1))
    )
    let step: any TrainingStep =
      switch way {
      case .alternating: AlternatingStep(training)
      case .sharedForward: SharedForwardStep(training)
      case .jointBatch: JointBatchStep(training)
      case .ownBatches: OwnBatchesStep(training)
      }
    let count = way == .ownBatches ? 8 : 4
    let z = Tensor.sample([4, 3], seed: 4)
    let result = try step(real: .sample([count, 2], seed: 3)) { _ in z }
    let before = Linear(3, 2, using: RandomStream(seed: 1, purpose: "weights"))
    let own = ((before(z) * 3).sum() + z.sum()).scalar
    #expect(result.ownLoss == (isGuided ? own : nil))
    let bias = try #require(generator.parameters.first { $0.shape == [2] })
    return (result.generatorLoss - (isGuided ? own : 0), bias.value.scalars)
  }

  @Test(arguments: Way.allCases) private func ownLossesAreAdded(_ way: Way) throws {
    let (plain, guided) = (try trained(way, isGuided: false), try trained(way, isGuided: true))
    #expect(abs(plain.loss - guided.loss) < 1e-4)
    // The derivative with respect to each bias is 3 for each of four vectors.
    for (one, other) in zip(plain.bias, guided.bias) { #expect(abs(one - other - 12) < 1e-4) }
  }
}
