import Adversarial
import Datasets
import NeuralNetworks
import Optimizers
import Randomness
import TensorCore
import TestSupport
import Testing

/// The conditional networks of the DCGAN family.
@Suite struct ClassStridedTests {
  private static let image = ImageShape(height: 16, width: 12, channels: 3)

  private func stream() -> RandomStream { RandomStream(seed: 1, purpose: "weights") }

  private func generator(classes: Int) -> ClassStridedGenerator {
    ClassStridedGenerator(
      latentSize: 5,
      channels: 8,
      classes: classes,
      image: Self.image,
      style: .paper,
      using: stream()
    )
  }

  private func discriminator(
    classes: Int,
    hasClassifier: Bool = false
  ) -> ProjectionDiscriminator {
    ProjectionDiscriminator(
      channels: 8,
      classes: classes,
      image: Self.image,
      style: .paper,
      hasClassifier: hasClassifier,
      using: stream()
    )
  }

  /// At first all classes look as what the unconditional generator makes of the same weights.
  @Test func classesBeginAlike() {
    let z = Tensor.sample([4, 5], seed: 2)
    let plain = StridedGenerator(
      latentSize: 5,
      channels: 8,
      image: Self.image,
      style: .paper,
      using: stream()
    )
    let expected = plain(z).scalars.map(Double.init)
    for labels in [[0, 0, 0, 0], [2, 0, 1, 2]] {
      expectClose(generator(classes: 3)(z, .classes(labels, of: 3)), expected, absolute: 1e-6)
    }
    #expect(
      generator(classes: 3).namedParameters.map(\.path) == plain.namedParameters.map(\.path)
    )
  }

  @Test func aClassHasItsOwnScales() {
    let (generator, z) = (generator(classes: 2), Tensor.sample([2, 5], seed: 2))
    let before = inference { generator(z, .classes([0, 1], of: 2)) }
    for norm in generator.namedParameters where norm.path.hasSuffix("gamma") {
      let values = norm.value.value
      norm.value.value = concatenate([
        values.slice(0..<1, along: 0), values.slice(1..<2, along: 0) * 3,
      ])
    }
    let after = inference { generator(z, .classes([0, 1], of: 2)) }
    let half = before.elementCount / 2
    #expect(after.scalars[..<half] == before.scalars[..<half])
    #expect(after.scalars[half...] != before.scalars[half...])
  }

  /// The logit is the unconditional one and the inner product of the class's vector with the summed features.
  @Test func theClassIsProjected() throws {
    let (network, images) = (discriminator(classes: 3), Tensor.sample([4, 16, 12, 3], seed: 3))
    let plain = StridedDiscriminator(
      channels: 8,
      image: Self.image,
      style: .paper,
      using: stream()
    )
    let labels = [2, 0, 0, 1]
    let condition = Condition.classes(labels, of: 3)
    let found = network(images, condition)
    #expect(found.shape == [4, 1])
    let features = plain.features(of: images)
    #expect(network.features(of: images, condition).isIdentical(to: features))
    let vectors = try #require(
      network.namedParameters.first { $0.path == "embedding.weight" }?.value.value
    )
    let (width, logits) = (vectors.shape[1], plain(images).scalars)
    let (values, rows) = (features.scalars, vectors.scalars)
    let each = features.shape[1]
    let expected = labels.enumerated().map { image, label in
      (0..<each).reduce(Double(logits[image])) { sum, index in
        sum + Double(values[image * each + index]) * Double(rows[label * width + index % width])
      }
    }
    expectClose(found, expected, absolute: 1e-5)
  }

  /// The classifier is a linear layer on the summed features, and changes no logit.
  @Test func theClassifierReadsTheSummedFeatures() throws {
    let network = discriminator(classes: 3, hasClassifier: true)
    let images = Tensor.sample([2, 16, 12, 3], seed: 3)
    let condition = Condition.classes([2, 0], of: 3)
    let found = network.logits(of: images, condition)
    #expect(found.source.isIdentical(to: discriminator(classes: 3)(images, condition)))
    let weight = try #require(
      network.namedParameters.first { $0.path == "toClasses.weight" }?.value.value
    )
    let features = network.features(of: images, condition)
    let summed = features.reshaped(to: [2, -1, weight.shape[0]]).sum(along: [1])
    let expected = matrixProduct(summed, weight).scalars.map(Double.init)
    expectClose(try #require(found.classes), expected, absolute: 1e-5)
  }

  /// Real and generated images in one pass are what two passes are, classes included.
  @Test func isPartwise() {
    let network = discriminator(classes: 3)
    let (a, b) = (
      Examples(.sample([2, 16, 12, 3], seed: 3), .classes([2, 0], of: 3)),
      Examples(.sample([2, 16, 12, 3], seed: 4), .classes([1, 1], of: 3))
    )
    let both = BatchParts.$count.withValue(2) { network(a.joined(with: b)) }
    let apart = concatenate([network(a), network(b)])
    expectClose(both, apart.scalars.map(Double.init), absolute: 1e-6)
  }

  /// A penalty of gradients is differentiated through the projection.
  @Test func penaltiesReachTheClasses() throws {
    let network = discriminator(classes: 2)
    let vectors = try #require(
      network.namedParameters.first { $0.path == "embedding.weight" }?.value
    )
    let real = Examples(.sample([3, 16, 12, 3], seed: 3), .classes([1, 0, 1], of: 2))
    let fake = real.detached
    func penalty() -> Tensor { R1Penalty(gamma: 1)(of: network, real: real, fake: fake) }
    let found = gradients(of: penalty(), withRespectTo: [vectors])[0].scalars
    let values = vectors.value.scalars
    let largest = Double(found.map(abs).max() ?? 0)
    #expect(largest > 0)
    for index in stride(from: 0, to: values.count, by: 7) {
      // The penalty is a square of the vectors: central differences are exact but for rounding.
      let ends = [-1, 1].map { sign -> Double in
        var moved = values
        moved[index] += Float(sign) / 16
        vectors.value = Tensor(moved, shape: vectors.shape)
        return Double(penalty().scalars[0])
      }
      #expect(abs(Double(found[index]) - (ends[1] - ends[0]) * 8) < 1e-3 * largest)
    }
  }

  @Test(arguments: [1, 1000]) func learnsWithAnyNumberOfClasses(_ classes: Int) throws {
    let (network, generator) = (discriminator(classes: classes), generator(classes: classes))
    let step = AlternatingStep(
      GANTraining(
        generator: generator,
        discriminator: network,
        generatorOptimizer: Optimizer(of: generator, Adam(learningRate: 1e-3)),
        discriminatorOptimizer: Optimizer(of: network, Adam(learningRate: 1e-3)),
        regularization: Regularization(penalties: [R1Penalty(gamma: 1)])
      )
    )
    let condition = Condition.classes([0, classes - 1, classes / 2], of: classes)
    let real = Examples(.sample([3, 16, 12, 3], seed: 3), condition)
    let before = generator.parameters.map(\.value.detached)
    let result = try step(real: real) { count in
      GeneratorInput(.sample([count, 5], seed: 4), condition)
    }
    #expect(result.discriminatorLoss.isFinite && result.generatorLoss.isFinite)
    for (old, new) in zip(before, generator.parameters) {
      #expect(!old.isIdentical(to: new.value), "\(new.shape)")
    }
  }
}
