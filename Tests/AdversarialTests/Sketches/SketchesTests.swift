import Adversarial
import Datasets
import ExitTestSupport
import Foundation
import NeuralNetworks
import Randomness
import TensorCore
import TestSupport
import Testing

@Suite struct SketchesTests {
  /// Sketches of `size` numbers, of images of 32×24 pixels, with arbitrary contents.
  private func sketches(
    size: Int = 2,
    count: Int = 3,
    classes: Int = 0,
    weight: Float = 1
  ) -> Sketches {
    let sketches = Sketches(
      SketchShape(size: size, count: count, weight: weight),
      of: ImageShape(height: 32, width: 24, channels: 3),
      classes: classes
    )
    sketches.projection.value = .sample(sketches.projection.value.shape, seed: 11)
    sketches.origin.value = .sample([size], seed: 12)
    sketches.codes.value = .sample(sketches.codes.value.shape, seed: 13)
    sketches.offsets.value = .sample(sketches.offsets.value.shape, seed: 14) * 0.1
    return sketches
  }

  /// Σ wᵢ cᵢ of one class's sketches, worked out in `Double`.
  private func workedOut(_ sketches: Sketches, _ z: [Double], group: Int = 0) -> [Double] {
    let (size, count) = (sketches.shape.size, sketches.count)
    let codes = sketches.codes.value.scalars.map(Double.init)
    let offsets = sketches.offsets.value.scalars.map(Double.init)
    let weights = (0..<count).map { index in
      let row = group * count + index
      let product = (0..<size).reduce(0.0) { $0 + z[$1] * codes[row * size + $1] }
      return exp((product - offsets[row]) / 0.1)
    }
    let sum = weights.reduce(0, +)
    return (0..<size).map { column in
      (0..<count).reduce(0.0) { total, index in
        total + weights[index] / sum * codes[(group * count + index) * size + column]
      }
    }
  }

  private func rows(_ z: Tensor, _ size: Int) -> [[Double]] {
    (0..<z.shape[0]).map { row in (0..<size).map { Double(z.scalars[row * z.shape[1] + $0]) } }
  }

  @Test(arguments: [(2, 3), (1, 1), (4, 50)]) func vectorsAreMovedToSketches(
    _ size: Int,
    _ count: Int
  ) {
    let sketches = sketches(size: size, count: count)
    let z = Tensor.sample([5, 6], seed: 1)
    let found = sketches(z, .none)
    #expect(found.shape == [5, 6])
    // What is not a sketch stays.
    #expect(found.slice(size..<6, along: 1).scalars == z.slice(size..<6, along: 1).scalars)
    expectClose(
      found.slice(0..<size, along: 1),
      rows(z, size).flatMap { workedOut(sketches, $0) },
      absolute: 1e-5
    )
    let whole = Tensor.sample([5, size], seed: 2)
    expectClose(
      sketches(whole, .none),
      rows(whole, size).flatMap { workedOut(sketches, $0) },
      absolute: 1e-5
    )
  }

  @Test func classesHaveTheirOwn() {
    let sketches = sketches(classes: 3)
    let z = Tensor.sample([4, 5], seed: 1)
    let labels = [2, 0, 0, 1]
    let found = sketches.sketches(for: z, .classes(labels, of: 3))
    let vectors = rows(z, 2)
    expectClose(
      found,
      zip(vectors, labels).flatMap { workedOut(sketches, $0, group: $1) },
      absolute: 1e-5
    )
    // A class of three that is half of the first and half of the last.
    let mixed = sketches.sketches(
      for: z.slice(0..<1, along: 0),
      .shares([0.5, 0, 0.5], of: 3)
    )
    let (first, last) = (
      workedOut(sketches, vectors[0], group: 0), workedOut(sketches, vectors[0], group: 2)
    )
    expectClose(mixed, zip(first, last).map { ($0 + $1) / 2 }, absolute: 1e-5)
  }

  /// Projection needs the gradient with respect to the vector.
  @Test func gradientsOfVectors() {
    let (plain, classes) = (sketches(), sketches(classes: 2))
    let z = Tensor.sample([3, 4], seed: 1) * 0.1
    checkGradients(of: { plain($0[0], .none) }, at: [z], tolerance: 2e-3, step: 1 / 128)
    checkGradients(
      of: { classes($0[0], .classes([1, 0, 1], of: 2)) },
      at: [z],
      tolerance: 2e-3,
      step: 1 / 128
    )
  }

  /// The means of squares of pixels, as many as fit, then x · V − μ.
  @Test func imagesAreShrunkAndProjected() {
    let sketches = sketches()
    let images = Tensor.sample([2, 32, 24, 3], seed: 5)
    let pixels = images.scalars.map(Double.init)
    var shrunk: [[Double]] = []
    for image in 0..<2 {
      var row: [Double] = []
      // 16×12 is the most within 256 pixels.
      for y in 0..<16 {
        for x in 0..<12 {
          for channel in 0..<3 {
            let places = [(0, 0), (0, 1), (1, 0), (1, 1)].map { dy, dx in
              ((image * 32 + 2 * y + dy) * 24 + 2 * x + dx) * 3 + channel
            }
            row.append(places.reduce(0.0) { $0 + pixels[$1] / 4 })
          }
        }
      }
      shrunk.append(row)
    }
    expectClose(sketches.shrunk(images), shrunk.flatMap(\.self), absolute: 1e-6)
    let (projection, origin) = (sketches.projection.value.scalars, sketches.origin.value.scalars)
    let expected = shrunk.flatMap { row in
      (0..<2).map { column in
        row.indices.reduce(-Double(origin[column])) {
          $0 + row[$1] * Double(projection[$1 * 2 + column])
        }
      }
    }
    expectClose(sketches.sketches(of: images), expected, absolute: 1e-4)
  }

  /// However long images are, some pixels are left of them.
  @Test(arguments: [(8, 4096, 256), (16, 16, 256), (28, 28, 196), (128, 100, 252)])
  func shrunkImagesAreSmall(_ height: Int, _ width: Int, _ expected: Int) {
    let image = ImageShape(height: height, width: width, channels: 1)
    let sketches = Sketches(SketchShape(size: 1, count: 1), of: image)
    #expect(sketches.shrunk(.zeros([1, height, width, 1])).shape == [1, expected])
  }

  @Test func theLossIsTheMeanSquaredDifference() {
    let sketches = sketches(weight: 0.5)
    let images = Tensor.sample([2, 32, 24, 3], seed: 5)
    let z = Tensor.sample([2, 4], seed: 6)
    let found = sketches.sketches(of: images).scalars.map(Double.init)
    let wanted = rows(z, 2).flatMap { workedOut(sketches, $0) }
    let expected = zip(found, wanted).reduce(0.0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) } / 4 * 0.5
    expectClose(sketches.loss(of: images, from: GeneratorInput(z)), [expected], absolute: 1e-3)
    checkGradients(
      of: { sketches.loss(of: $0[0], from: GeneratorInput(z)) },
      at: [images]
    )
  }

  /// The network of a sketch is that of a vector that begins with it.
  @Test func theGeneratorStartsFromThem() throws {
    let shape = PicturesShape(image: ImageShape(height: 32, width: 24, channels: 3), width: 8)
    func generator(_ sketches: SketchShape?) -> PicturesGenerator {
      PicturesGenerator(
        latentSize: 5,
        shape: shape,
        sketches: sketches,
        using: RandomStream(seed: 1, purpose: "weights")
      )
    }
    let (plain, network) = (generator(nil), generator(SketchShape(size: 2, count: 3)))
    #expect(plain.namedParameters.map(\.path) == network.namedParameters.map(\.path))
    let own = try #require(network.sketches)
    own.codes.value = .sample([3, 2], seed: 3)
    let z = Tensor.sample([4, 5], seed: 4)
    #expect(network(z, .none).isIdentical(to: plain(own(z, .none), .none)))
    #expect(!network(z, .none).isIdentical(to: plain(z, .none)))
    let images = Tensor.sample([4, 32, 24, 3], seed: 5)
    let input = GeneratorInput(z)
    let loss = own.loss(of: images, from: input).scalar
    #expect(network.ownLoss(of: images, from: input)?.scalar == loss)
    #expect(plain.ownLoss(of: images, from: input) == nil)
  }

  /// What is drawn from a new sketch is what was drawn from the old one that it stands for.
  @Test func theGeneratorDrawsFromOthers() {
    let network = PicturesGenerator(
      latentSize: 5,
      shape: PicturesShape(image: ImageShape(height: 16, width: 16, channels: 1), width: 8),
      using: RandomStream(seed: 1, purpose: "weights")
    )
    let (new, rest) = (Tensor.sample([4, 2], seed: 2), Tensor.sample([4, 3], seed: 3))
    let (map, shift) = (Tensor.sample([2, 2], seed: 4), Tensor.sample([2], seed: 5))
    let old = matrixProduct(new, map) + shift
    let expected = network(concatenate([old, rest], along: 1), .none)
    network.redraw(from: map, shiftedBy: shift)
    let found = network(concatenate([new, rest], along: 1), .none)
    expectClose(found, expected.scalars.map(Double.init), absolute: 1e-5)
  }

  /// All that a file needs is found as buffers, none of which is an average.
  @Test func theyAreBuffers() {
    let buffers = sketches().namedBuffers
    #expect(buffers.map(\.path) == ["projection", "origin", "codes", "offsets"])
    #expect(buffers.allSatisfy { !$0.value.isRunningAverage })
  }

  @Test func impossibleSizesAreRefused() async {
    await #expect(processExitsWith: .failure) {
      _ = Sketches(
        SketchShape(size: 0, count: 3),
        of: ImageShape(height: 32, width: 24, channels: 3)
      )
    }
  }

  @Test func sketchesAreNoLongerThanVectors() throws {
    let image = ImageShape(height: 32, width: 24, channels: 3)
    var shape = NetworkShape(image: image, width: 8, latentSize: 5)
    let streams = NetworkStreams(
      weights: RandomStream(seed: 0, purpose: "weights"),
      noise: RandomStream(seed: 0, purpose: "noise")
    )
    func size() -> Int? {
      let generator = PicturesArchitecture.generator(shape, using: streams)
      return (generator as? PicturesGenerator)?.sketches?.shape.size
    }
    #expect(size() == nil)
    for (wanted, found) in [(3, 3), (5, 5), (32, 5)] {
      shape.own[PicturesShape.sketchSizeName] = wanted
      #expect(size() == found)
    }
  }

  /// What a file claims is checked before memory is taken.
  @Test func moreSketchesThanFitAreRefused() throws {
    let image = ImageShape(height: 32, width: 24, channels: 3)
    var shape = NetworkShape(image: image, width: 8, latentSize: 5)
    shape.own[PicturesShape.sketchSizeName] = 3
    shape.conditioning = .classes(65_536)
    try PicturesArchitecture.check(shape)
    shape.own[PicturesShape.sketchCountName] = 4
    try PicturesArchitecture.check(shape)
    shape.own[PicturesShape.sketchCountName] = 5
    #expect {
      try PicturesArchitecture.check(shape)
    } throws: { error in
      let problem = error as? NetworkShapeProblem
      return problem?.part == .own("sketch-count")
        && problem?.expected == "at most 4 of each class"
    }
  }
}
