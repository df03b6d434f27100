import Adversarial
import NeuralNetworks
import Optimizers
import TensorCore
import Testing

/// The classes that generated images are asked for in training.
@Suite struct ClassSharesTests {
  /// The same images whatever the input, which it writes down.
  private final class Listener: Generator {
    let image = Parameter(Tensor([0.5, -0.5], shape: [1, 1, 2, 1]))
    var asked: [[Int]] = []

    func callAsFunction(_ z: Tensor, _ condition: Condition) -> Tensor {
      asked.append(condition.labels ?? [])
      return concatenate([Tensor](repeating: image.value, count: z.shape[0]))
    }
  }

  private final class LinearDiscriminator: Discriminator {
    let weights = Parameter(Tensor([0.5, -1], shape: [2, 1]))

    func callAsFunction(_ images: Tensor, _ condition: Condition) -> Tensor {
      matrixProduct(images.flattened, weights.value)
    }

    func features(of images: Tensor, _ condition: Condition) -> Tensor { images.flattened }
  }

  private static let drawn = [1, 1, 0]
  private static let real = [2, 0, 2]

  @Test(arguments: ClassShares.allCases, TrainingOrder.allCases)
  func samplesAreOfTheClassesAskedFor(_ shares: ClassShares, _ order: TrainingOrder) throws {
    let (generator, discriminator) = (Listener(), LinearDiscriminator())
    let step = order.step(
      of: GANTraining(
        generator: generator,
        discriminator: discriminator,
        generatorOptimizer: Optimizer(of: generator, SGD(learningRate: 0)),
        discriminatorOptimizer: Optimizer(of: discriminator, SGD(learningRate: 0)),
        classShares: shares
      )
    )
    let batch = Examples(.zeros([3, 1, 2, 1]), .classes(Self.real, of: 3))
    let real = step.generatorBatches > 0 ? batch.joined(with: batch) : batch
    _ = try step(real: real) {
      GeneratorInput(.zeros([$0, 1]), .classes(Array(Self.drawn.prefix($0)), of: 3))
    }
    #expect(!generator.asked.isEmpty)
    #expect(generator.asked.allSatisfy { $0 == (shares == .uniform ? Self.drawn : Self.real) })
  }
}
