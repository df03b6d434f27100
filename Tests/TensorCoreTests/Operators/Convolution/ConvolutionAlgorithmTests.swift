import TensorCore
import TestSupport
import Testing

/// Forger's own algorithms, each wherever it covers a convolution, and oneDNN's beside them.
@Suite struct ConvolutionAlgorithmTests {
  /// Transforms of up to eight points enlarge rounding errors: by two digits at most, for kernels of 5.
  private static let tolerance = 5e-5

  /// Kernels with strides of 1 and 2 and every padding.
  ///
  /// Images are no multiples of tiles, numbers of channels multiples of vectors or not. The output has 256
  /// pixels and more, but for some of the strided ones.
  static let cases: [ConvolutionCase] = [2, 3, 4, 5].flatMap { kernel in
    [1, 2].flatMap { stride in
      ([.valid, .same, .symmetric(1, 1), .symmetric(2, 0)] as [ConvolutionSettings.Padding])
        .flatMap { padding in
          [([12, 7, 10, 16], 16), ([16, 9, 6, 33], 20), ([2, 8, 5, 40], 3), ([2, 6, 9, 1], 24)].map
          {
            ConvolutionCase(
              $0.0,
              kernel: (kernel, kernel),
              to: $0.1,
              stride: (stride, stride),
              padding
            )
          }
        }
    }
  }.filter(\.fits)

  /// Images of one pixel, of one row, and batches that make more tiles than a block takes.
  static let extremes: [ConvolutionCase] = [
    ConvolutionCase([260, 1, 1, 16], kernel: (3, 3), to: 32, .same),
    ConvolutionCase([30, 1, 9, 32], kernel: (5, 5), to: 16, .same),
    ConvolutionCase([270, 2, 2, 32], kernel: (4, 4), to: 32, stride: (2, 2), .symmetric(1, 1)),
    ConvolutionCase([20, 16, 16, 16], kernel: (3, 3), to: 16, .symmetric(1, 1)),
    ConvolutionCase([9, 14, 14, 64], kernel: (5, 5), to: 32, .same),
    ConvolutionCase([11, 16, 16, 24], kernel: (4, 4), to: 64, stride: (2, 2), .symmetric(1, 1)),
  ]

  /// Groups of 16 channels, whose images are no multiples of tiles, and others that oneDNN computes.
  static let grouped: [ConvolutionCase] =
    [
      ([12, 7, 10, 32], 2), ([16, 4, 4, 48], 3), ([5, 9, 8, 16], 1), ([3, 13, 30, 64], 4),
      ([70, 2, 3, 32], 2), ([300, 1, 1, 32], 2), ([2, 8, 130, 32], 2),
    ].map { ConvolutionCase($0.0, kernel: (3, 3), to: $0.0[3], .symmetric(1, 1), groups: $0.1) } + [
      ConvolutionCase([12, 7, 10, 32], kernel: (3, 3), to: 32, .symmetric(1, 1), groups: 4),
      ConvolutionCase([12, 7, 10, 32], kernel: (3, 3), to: 64, .symmetric(1, 1), groups: 2),
      ConvolutionCase([12, 7, 10, 32], kernel: (3, 3), to: 32, .valid, groups: 2),
      ConvolutionCase(
        [12, 8, 10, 32],
        kernel: (4, 4),
        to: 32,
        stride: (2, 2),
        .symmetric(1, 1),
        groups: 2
      ),
    ]

  /// Output and gradients by one choice of algorithms.
  private struct Results {
    let output: Tensor
    let gradients: [Tensor]
    private let context: Context

    init(_ sizes: ConvolutionCase, _ policy: ConvolutionPolicy, threads: Int) {
      let images = Tensor.sample(sizes.images, seed: 1).tracked
      let weights = Tensor.sample(sizes.weights, seed: 2).tracked
      let bias = Tensor.sample([sizes.weights[3]], seed: 3)
      let context = Context(threadCount: threads, policy: policy)
      self.context = context
      (output, gradients) = context.run {
        let output = conv2D(images, weights, bias: bias, sizes.settings)
        let gradients = TensorCore.gradients(
          of: output,
          seededWith: .sample(output.shape, seed: 4),
          withRespectTo: [images, weights]
        )
        return (output, gradients)
      }
    }

    /// The values that a pass came to, `nil` where oneDNN computed them.
    func own(_ pass: String) -> [Float]? {
      // What is owed is computed, and its algorithm chosen, when it is read.
      let values = ([output] + gradients).map(\.scalars)
      let choices = context.usedChoices.algorithms.filter { $0.key.hasPrefix(pass + " ") }
      guard !choices.values.contains(.oneDNN),
        let index = ["forward", "input gradient", "weight gradient"].firstIndex(of: pass)
      else { return nil }
      return values[index]
    }
  }

  @Test(arguments: cases + extremes + grouped) func agreesWithTheDefinition(
    _ sizes: ConvolutionCase
  ) {
    let reference = ConvolutionReference(
      images: sizes.images.dimensions,
      weights: sizes.weights.dimensions,
      sizes.settings
    )
    let images = Tensor.sample(sizes.images, seed: 1)
    let weights = Tensor.sample(sizes.weights, seed: 2)
    let bias = Tensor.sample([sizes.weights[3]], seed: 3)
    let output = reference.forward(images, weights, bias: bias)
    for algorithms in [ConvolutionPolicy.fixed, .oneDNN, .winograd, .narrow] {
      let results = Results(sizes, algorithms, threads: 2)
      let seed = Tensor.sample(results.output.shape, seed: 4)
      let what = algorithms.rawValue
      expectClose(results.output, output, ofLargest: Self.tolerance, "\(what): output")
      expectClose(
        results.gradients[0],
        reference.inputGradient(seed, weights),
        ofLargest: Self.tolerance,
        "\(what): images"
      )
      expectClose(
        results.gradients[1],
        reference.weightGradient(images, seed),
        ofLargest: Self.tolerance,
        "\(what): weights"
      )
    }
  }

  /// Forger's own cut their work by the shape alone; oneDNN, which the rule leaves some passes to, may add up in
  /// another order on another number of threads.
  @Test(arguments: extremes + grouped) func resultsDoNotDependOnTheThreads(_ sizes: ConvolutionCase)
  {
    let results = [1, 2, 3, 7].map { Results(sizes, .fixed, threads: $0) }
    for pass in ["forward", "input gradient", "weight gradient"] {
      let values = results.map { $0.own(pass) }
      for other in values.dropFirst() { #expect(other == values[0], "\(pass)") }
    }
  }

  @Test func ourOwnAreUsed() {
    // The last digits tell who computed.
    let sizes = ConvolutionCase([4, 8, 8, 32], kernel: (3, 3), to: 32, .symmetric(1, 1))
    let (ours, theirs) = (
      Results(sizes, .fixed, threads: 1), Results(sizes, .oneDNN, threads: 1)
    )
    #expect(ours.output.scalars != theirs.output.scalars)
    #expect(ours.gradients[0].scalars != theirs.gradients[0].scalars)
    #expect(ours.gradients[1].scalars != theirs.gradients[1].scalars)
  }

  /// Where oneDNN is slowest: every pass of 16 channels a group.
  @Test func groupsAreOurs() {
    let sizes = ConvolutionCase([4, 8, 8, 32], kernel: (3, 3), to: 32, .symmetric(1, 1), groups: 2)
    let results = Results(sizes, .fixed, threads: 1)
    for pass in ["forward", "input gradient", "weight gradient"] {
      #expect(results.own(pass) != nil, "\(pass)")
    }
  }
}
