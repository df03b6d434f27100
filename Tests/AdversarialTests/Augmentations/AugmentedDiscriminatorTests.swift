import Adversarial
import Datasets
import NeuralNetworks
import Optimizers
import Randomness
import TensorCore
import TestSupport
import Testing

/// Augmentation in training steps.
@Suite struct AugmentedDiscriminatorTests {
  /// Multiplies images by 1, 2, 3, …, one number a call.
  private final class Counting: Augmentation {
    var calls: [Shape] = []

    func callAsFunction(_ images: Tensor) -> Tensor {
      calls.append(images.shape)
      return images * Float(calls.count)
    }
  }

  /// A logit for each image: its pixels' sum, times a weight.
  private final class Summing: UnconditionalDiscriminator {
    let weight = Parameter(Tensor([1]))

    func callAsFunction(_ x: Tensor) -> Tensor { features(of: x) * weight.value }
    func features(of x: Tensor) -> Tensor { x.flattened.sum(along: [1], keepingAxes: true) }
  }

  /// The same image for every latent vector.
  private final class Constant: UnconditionalGenerator {
    let image = Parameter(Tensor(repeating: 0.5, shape: [1, 2, 2, 1]))

    func callAsFunction(_ z: Tensor) -> Tensor { image.value.broadcast(to: [z.shape[0], 2, 2, 1]) }
  }

  private func training(
    _ augmentation: any Augmentation,
    _ generator: any Generator,
    _ discriminator: any Discriminator,
    penalties: [any GradientPenalty] = []
  ) -> GANTraining {
    GANTraining(
      generator: generator,
      discriminator: discriminator,
      generatorOptimizer: Optimizer(of: generator, SGD(learningRate: 0.5)),
      discriminatorOptimizer: Optimizer(of: discriminator, SGD(learningRate: 1e-12)),
      objective: .wasserstein,
      regularization: Regularization(penalties: penalties),
      augmentation: augmentation
    )
  }

  /// Real images, generated ones, those of the penalty, and those that the generator learns from, each anew.
  @Test func everythingThatTheDiscriminatorSeesIsAugmented() throws {
    let (augmentation, generator, discriminator) = (Counting(), Constant(), Summing())
    let step = AlternatingStep(
      training(augmentation, generator, discriminator, penalties: [R1Penalty(gamma: 2)])
    )
    let result = try step(real: .ones([3, 2, 2, 1])) { .zeros([$0, 1]) }
    #expect(augmentation.calls == [Shape](repeating: [3, 2, 2, 1], count: 4))
    // Real images sum up to 4, doubled generated ones to 4: a difference of 0. The penalty is γ/2 times the square
    // of 4 gradients of 3, as it is of the images before they are multiplied by 3.
    #expect(result.discriminatorLoss == 36)
    #expect(result.generatorLoss == -8)
    #expect(result.realSign == 1)
    // The gradient comes back through the augmentation: −4 of each of four pixels.
    #expect(generator.image.value.scalars == [Float](repeating: 2.5, count: 4))
  }

  /// A discriminator that takes both halves of a batch at once does so behind an augmentation, too.
  @Test func onePassStaysOnePass() throws {
    let (augmentation, generator) = (Counting(), Constant())
    let random = RandomStream(seed: 1, purpose: "weights")
    let image = ImageShape(height: 2, width: 2, channels: 1)
    let discriminator = MLPDiscriminator(width: 8, image: image, using: random)
    let step = AlternatingStep(training(augmentation, generator, discriminator))
    _ = try step(real: .ones([3, 2, 2, 1])) { .zeros([$0, 1]) }
    #expect(augmentation.calls == [[6, 2, 2, 1], [3, 2, 2, 1]])
  }
}
