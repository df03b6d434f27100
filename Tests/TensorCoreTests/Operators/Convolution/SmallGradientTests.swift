import TensorCore
import TestSupport
import Testing

/// Weights' gradients that are sums of few terms or none, next to others that are large: optimizers that
/// divide by a gradient's size would take what an algorithm's rounding leaves there for a direction.
@Suite struct SmallGradientTests {
  /// Kernels of all of Winograd's methods, on few tiles and on many, and channels that fill vectors or not.
  static let cases = [
    ConvolutionCase([2, 8, 8, 32], kernel: (3, 3), to: 32, .symmetric(1, 1)),
    ConvolutionCase([3, 5, 6, 17], kernel: (3, 3), to: 20, .same),
    ConvolutionCase([2, 2, 2, 16], kernel: (3, 3), to: 16, .same),
    ConvolutionCase([4, 14, 14, 20], kernel: (5, 5), to: 33, stride: (2, 2), .same),
    ConvolutionCase([16, 8, 8, 32], kernel: (4, 4), to: 16, stride: (2, 2), .symmetric(1, 1)),
    ConvolutionCase([3, 7, 7, 24], kernel: (3, 3), to: 16, stride: (2, 2), .same),
    ConvolutionCase([4, 8, 8, 17], kernel: (5, 5), to: 32, .same),
    ConvolutionCase([3, 6, 6, 16], kernel: (2, 2), to: 16, .same),
  ]

  private static let algorithms: [ConvolutionPolicy] = [.winograd, .narrow, .oneDNN, .fixed]

  /// The gradient of the weights by an algorithm.
  private func gradient(
    _ sizes: ConvolutionCase,
    _ images: Tensor,
    _ seed: Tensor,
    by algorithms: ConvolutionPolicy
  ) -> Tensor {
    withPolicy(algorithms) {
      let weights = Tensor.zeros(sizes.weights).tracked
      let output = conv2D(images, weights, sizes.settings)
      return gradients(of: output, seededWith: seed, withRespectTo: [weights])[0]
    }
  }

  /// The gradient of the weights by its definition, in `Double`.
  private func expectedGradient(
    _ sizes: ConvolutionCase,
    _ images: Tensor,
    _ seed: Tensor
  ) -> [Double] {
    ConvolutionReference(
      images: sizes.images.dimensions,
      weights: sizes.weights.dimensions,
      sizes.settings
    ).weightGradient(images, seed)
  }

  private func outputShape(_ sizes: ConvolutionCase) -> Shape {
    conv2D(.zeros(sizes.images), .zeros(sizes.weights), sizes.settings).shape
  }

  /// Of ten values nine are zero, as where many units are off.
  ///
  /// What is exactly zero has to be found so. Of the others, in this many samples, the hundredth that is
  /// off by most is so by less than 1e-4 of itself, and by twice that for kernels of 5 without a stride, whose
  /// transforms enlarge errors most.
  @Test(arguments: cases) func zeroSumsAreZero(_ sizes: ConvolutionCase) {
    let images = sparse(sizes.images, seed: 1)
    let seed = sparse(outputShape(sizes), seed: 3)
    let reference = expectedGradient(sizes, images, seed)
    let zeros = reference.indices.filter { reference[$0] == 0 }
    #expect(!zeros.isEmpty, "the case has no sums without terms")
    for algorithms in Self.algorithms {
      let found = gradient(sizes, images, seed, by: algorithms).scalars
      let wrong = zeros.count { found[$0] != 0 }
      #expect(wrong == 0, "\(algorithms): \(wrong) of \(zeros.count) zeros")
      let errors = reference.indices.filter { reference[$0] != 0 }
        .map { abs(Double(found[$0]) - reference[$0]) / abs(reference[$0]) }.sorted()
      let most = errors[errors.count - 1 - errors.count / 100]
      let isLargest = sizes.weights[0] == 5 && sizes.settings.stride.0 == 1
      #expect(most < (isLargest ? 2e-4 : 1e-4), "\(algorithms): \(most)")
    }
  }

  /// Where images are zero in even rows and the output's gradient in odd ones, or the other way round, the
  /// middle tap's terms are all zero, and its neighbors' are not.
  @Test(arguments: [ConvolutionPolicy.winograd, .oneDNN, .fixed])
  func disjointRowsGiveZero(_ algorithms: ConvolutionPolicy) {
    let sizes = ConvolutionCase([3, 8, 8, 32], kernel: (3, 3), to: 16, .symmetric(1, 1))
    for odd in [false, true] {
      let images = Tensor.sample(sizes.images, seed: 1) * rows(8, odd: odd)
      let seed = Tensor.sample(outputShape(sizes), seed: 2) * rows(8, odd: !odd)
      let found = gradient(sizes, images, seed, by: algorithms)
      let middle = found.slice(1..<2, along: 0)
      #expect(middle.scalars.allSatisfy { $0 == 0 })
      #expect(found.slice(0..<1, along: 0).scalars.allSatisfy { $0 != 0 })
    }
  }

  /// A few terms of a millionth beside others of 1 are as precise as alone.
  @Test(arguments: cases) func tinyTermsKeepTheirDigits(_ sizes: ConvolutionCase) {
    // The last input channel is tiny, and meets large neighbors in vectors and tiles only.
    let count = sizes.images[3]
    let scales = Tensor((0..<count).map { $0 == count - 1 ? 1e-6 : 1 }, shape: [1, 1, 1, count])
    let images = sparse(sizes.images, seed: 1) * scales
    let seed = sparse(outputShape(sizes), seed: 3)
    let reference = expectedGradient(sizes, images, seed)
    for algorithms in Self.algorithms {
      let found = gradient(sizes, images, seed, by: algorithms).slice(
        (count - 1)..<count,
        along: 2
      )
      let outputs = sizes.weights[3]
      let expected = reference.indices.filter { $0 / outputs % count == count - 1 }
        .map { reference[$0] }
      expectClose(found, expected, ofLargest: 5e-5, algorithms.rawValue)
    }
  }

  private func sparse(_ shape: Shape, seed: UInt64) -> Tensor {
    let chances = Tensor.sample(shape, from: 0, seed: seed + 100).scalars
    let values = Tensor.sample(shape, seed: seed).scalars
    return Tensor(zip(values, chances).map { $1 < 0.9 ? 0 : $0 }, shape: shape)
  }

  /// `[1, height, 1, 1]`: 1 in odd rows and 0 in even ones, or the other way round.
  private func rows(_ height: Int, odd: Bool) -> Tensor {
    Tensor((0..<height).map { ($0 % 2 == 1) == odd ? 1 : 0 }, shape: [1, height, 1, 1])
  }
}
