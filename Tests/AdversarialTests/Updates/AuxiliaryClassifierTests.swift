import Adversarial
import Foundation
import NeuralNetworks
import Optimizers
import TensorCore
import TestSupport
import Testing

/// The loss of a classifier in the discriminator.
@Suite struct AuxiliaryClassifierTests {
  /// Linear in images of two pixels: ⟨a, x⟩ for real or generated, B·x for three classes.
  private final class Classifier: ClassifyingDiscriminator, Partwise {
    let toSource = Parameter(Tensor([0.5, -1], shape: [2, 1]))
    let toClasses = Parameter(Tensor([0.3, -0.2, 0.9, 0.1, 0.4, -0.7], shape: [2, 3]))

    func logits(of images: Tensor, _ condition: Condition) -> DiscriminatorLogits {
      DiscriminatorLogits(
        source: matrixProduct(images.flattened, toSource.value),
        classes: matrixProduct(images.flattened, toClasses.value)
      )
    }

    func features(of images: Tensor, _ condition: Condition) -> Tensor { images.flattened }
  }

  /// The same image whatever the input.
  private final class Constant: Generator {
    let image: Parameter

    init(_ image: [Float]) { self.image = Parameter(Tensor(image, shape: [1, 1, 2, 1])) }

    func callAsFunction(_ z: Tensor, _ condition: Condition) -> Tensor {
      concatenate([Tensor](repeating: image.value, count: z.shape[0]))
    }
  }

  private static let real: [[Double]] = [[1, 0], [0.5, 2]]
  private static let realLabels = [2, 0]
  private static let fakeLabels = [1, 1]
  private static let image: [Double] = [0.25, 0.75]

  private func trained(
    _ order: TrainingOrder,
    weight: Float,
    image: [Double] = image,
    generatorRate: Float = 0,
    discriminatorRate: Float = 0
  ) throws -> (result: StepResult, generator: Constant, discriminator: Classifier) {
    let (generator, discriminator) = (Constant(image.map(Float.init)), Classifier())
    let training = GANTraining(
      generator: generator,
      discriminator: discriminator,
      generatorOptimizer: Optimizer(of: generator, SGD(learningRate: generatorRate)),
      discriminatorOptimizer: Optimizer(of: discriminator, SGD(learningRate: discriminatorRate)),
      regularization: Regularization(classifierWeight: weight)
    )
    let step = order.step(of: training)
    let batch = Examples(
      Tensor(Self.real.joined().map(Float.init), shape: [2, 1, 2, 1]),
      .classes(Self.realLabels, of: 3)
    )
    let real = step.generatorBatches > 0 ? batch.joined(with: batch) : batch
    let result = try step(real: real) {
      GeneratorInput(.zeros([$0, 1]), .classes(Array(Self.fakeLabels.prefix($0)), of: 3))
    }
    return (result, generator, discriminator)
  }

  /// The mean cross entropy of the classifier, written out.
  private func crossEntropy(of images: [[Double]], _ labels: [Int]) -> Double {
    let rows: [[Double]] = [[0.3, -0.2, 0.9], [0.1, 0.4, -0.7]]
    let losses = zip(images, labels).map { image, label in
      let logits = (0..<3).map { rows[0][$0] * image[0] + rows[1][$0] * image[1] }
      return log(logits.map(exp).reduce(0, +)) - logits[label]
    }
    return losses.reduce(0, +) / Double(losses.count)
  }

  @Test(arguments: TrainingOrder.allCases) func bothLossesHaveIt(_ order: TrainingOrder) throws {
    let (plain, found) = (
      try trained(order, weight: 0).result, try trained(order, weight: 0.5).result
    )
    let real = crossEntropy(of: Self.real, Self.realLabels)
    let fake = crossEntropy(of: [Self.image, Self.image], Self.fakeLabels)
    // The joint batch's loss is the mean over its two halves.
    let share = order == .jointBatch ? 0.5 : 1
    let inDiscriminator = Double(found.discriminatorLoss - plain.discriminatorLoss)
    #expect(abs(inDiscriminator - share * 0.5 * real) < 1e-5)
    #expect(abs(Double(found.generatorLoss - plain.generatorLoss) - 0.5 * fake) < 1e-5)
  }

  /// The classifier learns from real images alone, and the generator from the classifier.
  @Test(arguments: TrainingOrder.allCases)
  func bothNetworksLearnFromIt(_ order: TrainingOrder) throws {
    let rate: Float = 0.01
    let network = try trained(order, weight: 0.5, discriminatorRate: rate).discriminator
    let share = order == .jointBatch ? 0.5 : 1
    let before: [Double] = [0.3, -0.2, 0.9, 0.1, 0.4, -0.7]
    let weights = network.toClasses.value.scalars.map(Double.init)
    for (index, weight) in weights.enumerated() {
      // ∂CE/∂B[p, c] = mean (softmax − one-hot)[c]·x[p].
      let (pixel, label) = (index / 3, index % 3)
      let slopes = zip(Self.real, Self.realLabels).map { image, own in
        let logits = (0..<3).map { before[$0] * image[0] + before[3 + $0] * image[1] }
        let share = exp(logits[label]) / logits.map(exp).reduce(0, +)
        return (share - (own == label ? 1 : 0)) * image[pixel]
      }
      let slope = slopes.reduce(0, +) / 2
      #expect(abs(weight - (before[index] - Double(rate) * share * 0.5 * slope)) < 1e-6)
    }

    let moved = try trained(order, weight: 0.5, generatorRate: 1).generator
    for pixel in 0..<2 {
      let losses = try [1e-2, -1e-2].map { shift in
        var image = Self.image
        image[pixel] += shift
        return Double(try trained(order, weight: 0.5, image: image).result.generatorLoss)
      }
      let slope = (losses[0] - losses[1]) / 2e-2
      let change = Double(moved.image.value.scalars[pixel]) - Self.image[pixel]
      #expect(abs(change + slope) < 1e-4)
    }
  }
}
