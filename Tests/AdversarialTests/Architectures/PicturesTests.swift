import Adversarial
import Datasets
import NeuralNetworks
import Optimizers
import Randomness
import TensorCore
import TestSupport
import Testing

/// The networks of `pictures`.
@Suite struct PicturesTests {
  private static let shape = PicturesShape(
    image: ImageShape(height: 16, width: 24, channels: 3),
    width: 8
  )

  private func stream() -> RandomStream { RandomStream(seed: 1, purpose: "weights") }

  private func generator(classes: Int = 0, embedsClasses: Bool = false) -> PicturesGenerator {
    PicturesGenerator(
      latentSize: 5,
      shape: Self.shape,
      classes: classes,
      embedsClasses: embedsClasses,
      using: stream()
    )
  }

  private func discriminator(
    classes: Int = 0,
    hasClassifier: Bool = false
  ) -> PicturesDiscriminator {
    PicturesDiscriminator(
      shape: Self.shape,
      classes: classes,
      hasClassifier: hasClassifier,
      using: stream()
    )
  }

  /// Sides, the most of the smallest feature map, and widths with sizes.
  private static let sizes: [(Int, Int, [(Int, Int)])] = [
    (8, 7, [(256, 4), (128, 8)]), (17, 5, [(256, 5), (128, 9), (64, 17)]),
    (28, 7, [(256, 7), (128, 14), (64, 28)]),
    (28, 5, [(256, 4), (128, 7), (64, 14), (32, 28)]),
    (32, 7, [(256, 4), (128, 8), (64, 16), (32, 32)]),
    (64, 5, [(256, 4), (128, 8), (64, 16), (32, 32), (16, 64)]),
    (16, 2, [(256, 2), (128, 4), (64, 8), (32, 16)]),
    (256, 5, [(256, 4), (128, 8), (64, 16), (32, 32), (16, 64), (8, 128), (8, 256)]),
  ]

  /// Widths follow from the size of a feature map, whatever that of the images.
  @Test(arguments: sizes) func widths(_ side: Int, _ smallest: Int, _ expected: [(Int, Int)]) throws
  {
    let image = ImageShape(height: side, width: side, channels: 1)
    var shape = NetworkShape(image: image, width: 32, latentSize: 3)
    shape.own[PicturesShape.smallestName] = smallest
    try PicturesArchitecture.check(shape)
    let streams = NetworkStreams(weights: stream(), noise: stream())
    let generator = PicturesArchitecture.generator(shape, using: streams)
    let discriminator = PicturesArchitecture.discriminator(shape, using: streams)
    let kernels = { (network: any Module, name: String) in
      network.namedParameters.filter { $0.path.hasPrefix(name) && $0.path.hasSuffix("weight") }
        .map { $0.value.shape.dimensions }
    }
    let pairs = zip(expected, expected.dropFirst())
    #expect(kernels(generator, "convolutions").map { Set($0) } == pairs.map { [3, $0.0, $1.0] })
    let down = [1] + expected.dropLast().map(\.0).reversed()
    #expect(
      kernels(discriminator, "convolutions").map { Set($0) }
        == zip(down, down.dropFirst()).map { [4, $0, $1] }
    )
    let made = inference { generator(.zeros([2, 3]), .none) }
    #expect(made.shape == [2, side, side, 1])
    #expect(discriminator(made, .none).shape == [2, 1])
  }

  @Test(arguments: [
    (64, 7, "sides of at least 8 pixels"),
    (7, 64, "sides of at least 8 pixels"),
  ]) func imagesThatAreTooSmallAreRefused(_ height: Int, _ width: Int, _ expected: String) {
    let shape = NetworkShape(
      image: ImageShape(height: height, width: width, channels: 3),
      width: 32,
      latentSize: 3
    )
    #expect {
      try PicturesArchitecture.check(shape)
    } throws: { error in
      let problem = error as? NetworkShapeProblem
      return problem?.found == "\(height)x\(width)" && problem?.expected == expected
    }
  }

  /// The layers one after the other, with the weights that the network has.
  @Test(arguments: [(0, false), (3, false), (3, true)])
  func generatesAsWrittenOut(_ classes: Int, _ embedsClasses: Bool) throws {
    let network = generator(classes: classes, embedsClasses: embedsClasses)
    let (labels, z) = ([2, 0, 0, 1], Tensor.sample([4, 5], seed: 2))
    for (index, parameter) in network.namedParameters.enumerated() {
      parameter.value.value = Tensor.sample(parameter.value.shape, seed: UInt64(index))
    }
    let weights = Dictionary(
      uniqueKeysWithValues: network.namedParameters.map { ($0.path, $0.value.value) }
    )
    func parameter(_ path: String) throws -> Tensor { try #require(weights[path]) }
    func normalized(_ h: Tensor, _ index: Int) throws -> Tensor {
      let axes = Array(0..<(h.rank - 1))
      let mean = h.mean(along: axes, keepingAxes: true)
      let variance = (h - mean).squared.mean(along: axes, keepingAxes: true)
      let even = (h - mean) / (variance + 1e-5).squareRoot
      let path = classes > 0 ? "classNorms.\(index)" : "norms.\(index)"
      let (gamma, beta) = (try parameter("\(path).gamma"), try parameter("\(path).beta"))
      guard classes > 0 else { return relu(even * gamma + beta) }
      return concatenate(
        labels.enumerated().map { place, label in
          relu(
            even.slice(place..<(place + 1), along: 0) * gamma.slice(label..<(label + 1), along: 0)
              + beta.slice(label..<(label + 1), along: 0)
          )
        }
      )
    }
    let same = ConvolutionSettings(padding: 1)
    var h = matrixProduct(z, try parameter("project.weight")) + (try parameter("project.bias"))
    if embedsClasses {
      let maps = try parameter("firstMaps.weight")
      h = h + concatenate(labels.map { maps.slice($0..<($0 + 1), along: 0) })
    }
    h = try normalized(h.reshaped(to: [4, 4, 6, 64]), 0)
    for index in 0..<2 {
      h = conv2D(
        upsampleNearest(h),
        try parameter("convolutions.\(index).weight"),
        bias: try parameter("convolutions.\(index).bias"),
        same
      )
      h = try normalized(h, index + 1)
    }
    let expected = tanh(
      conv2D(h, try parameter("toImage.weight"), bias: try parameter("toImage.bias"), same)
    )
    let condition: Condition = classes > 0 ? .classes(labels, of: classes) : .none
    let found = network(z, condition)
    #expect(found.shape == [4, 16, 24, 3])
    expectClose(found, expected.scalars.map(Double.init), absolute: 1e-4)
  }

  /// At first the class counts as much as the latent vector, and without classes nothing is drawn for it.
  @Test func classesDifferFromTheBeginning() throws {
    let network = generator(classes: 3, embedsClasses: true)
    let weights = Dictionary(
      uniqueKeysWithValues: network.namedParameters.map { ($0.path, $0.value.value) }
    )
    let maps = try #require(weights["firstMaps.weight"])
    let project = try #require(weights["project.weight"])
    let fromVectors = matrixProduct(Tensor.sample([64, 5], seed: 7), project)
    func deviation(_ x: Tensor) -> Float { x.squared.mean().scalars[0].squareRoot() }
    let ratio = deviation(maps) / deviation(fromVectors)
    #expect((0.7...2).contains(ratio))
    let plain = generator(embedsClasses: true).namedParameters
    let usual = generator().namedParameters
    #expect(plain.map(\.path) == usual.map(\.path))
    for (one, other) in zip(plain, usual) {
      #expect(one.value.value.isIdentical(to: other.value.value))
    }
  }

  /// To the logit comes the inner product of the class's vector with the summed features.
  @Test func theClassIsProjected() throws {
    let (network, plain) = (discriminator(classes: 3), discriminator())
    let images = Tensor.sample([4, 16, 24, 3], seed: 3)
    let labels = [2, 0, 0, 1]
    let condition = Condition.classes(labels, of: 3)
    let features = plain.features(of: images, .none)
    #expect(network.features(of: images, condition).isIdentical(to: features))
    let vectors = try #require(
      network.namedParameters.first { $0.path == "embedding.weight" }?.value.value
    )
    let (width, each, logits) = (vectors.shape[1], features.shape[1], plain(images, .none).scalars)
    let (values, rows) = (features.scalars, vectors.scalars)
    let expected = labels.enumerated().map { image, label in
      (0..<each).reduce(Double(logits[image])) { sum, index in
        sum + Double(values[image * each + index]) * Double(rows[label * width + index % width])
      }
    }
    expectClose(network(images, condition), expected, absolute: 1e-5)
  }

  /// A feature map whose next size is odd loses its last row or column after it is doubled.
  @Test func oddSizesAreCropped() throws {
    let shape = PicturesShape(
      image: ImageShape(height: 11, width: 18, channels: 1),
      width: 4,
      smallest: 5
    )
    #expect(shape.ladder.sizes.map { [$0.height, $0.width] } == [[6, 9], [11, 18]])
    let network = PicturesGenerator(latentSize: 2, shape: shape, using: stream())
    let weights = Dictionary(
      uniqueKeysWithValues: network.namedParameters.map { ($0.path, $0.value) }
    )
    for path in ["convolutions.0.weight", "toImage.weight"] {
      // Each pixel is passed on as it is, in the first channel.
      let parameter = try #require(weights[path])
      var values = [Float](repeating: 0, count: parameter.shape.elementCount)
      values[4 * parameter.shape[2] * parameter.shape[3]] = 1
      parameter.value = Tensor(values, shape: parameter.shape)
    }
    let image = inference { network(.sample([1, 2], seed: 1), .none) }
    let pixels = (0..<11).map { y in
      (0..<18).map { x in image.scalars[y * 18 + x] }
    }
    for (y, row) in pixels.enumerated() {
      for (x, pixel) in row.enumerated() { #expect(pixel == pixels[y / 2 * 2][x / 2 * 2]) }
    }
    #expect(Set(pixels.joined()).count > 20)
    let discriminator = PicturesDiscriminator(shape: shape, using: stream())
    #expect(discriminator(image, .none).shape == [1, 1])
    #expect(discriminator.features(of: image, .none).shape == [1, 5 * 9 * 32])
  }

  /// The classifier is a linear layer on the summed features, and changes no logit.
  @Test func theClassifierReadsTheSummedFeatures() throws {
    let network = discriminator(classes: 3, hasClassifier: true)
    let images = Tensor.sample([2, 16, 24, 3], seed: 3)
    let condition = Condition.classes([2, 0], of: 3)
    let found = network.logits(of: images, condition)
    let plain = discriminator(classes: 3).logits(of: images, condition)
    #expect(found.source.isIdentical(to: plain.source) && plain.classes == nil)
    let named = Dictionary(
      uniqueKeysWithValues: network.namedParameters.map { ($0.path, $0.value.value) }
    )
    let (weight, bias) = (
      try #require(named["toClasses.weight"]), try #require(named["toClasses.bias"])
    )
    let features = network.features(of: images, condition)
    let summed = features.reshaped(to: [2, -1, weight.shape[0]]).sum(along: [1])
    let expected = matrixProduct(summed, weight) + bias
    expectClose(
      try #require(found.classes),
      expected.scalars.map(Double.init),
      absolute: 1e-5
    )
  }

  /// Real and generated images in one pass are what two passes are, classes included.
  @Test func isPartwise() {
    let network = discriminator(classes: 3)
    let (a, b) = (
      Examples(.sample([2, 16, 24, 3], seed: 3), .classes([2, 0], of: 3)),
      Examples(.sample([2, 16, 24, 3], seed: 4), .classes([1, 1], of: 3))
    )
    let both = BatchParts.$count.withValue(2) { network(a.joined(with: b)) }
    expectClose(
      both,
      concatenate([network(a), network(b)]).scalars.map(Double.init),
      absolute: 1e-6
    )
  }
}
