import TensorCore
import TestSupport
import Testing

@Suite struct ConvTranspose2DTests {
  /// Sums of up to some thousand products in float32, in an order of oneDNN's choice.
  private static let tolerance = 1e-5

  /// The transpose of a convolution: from its output's size back to its input's.
  @Test(arguments: ConvolutionCase.all) func agreesWithTheDefinition(_ sizes: ConvolutionCase) {
    let reference = ConvolutionReference(
      images: sizes.images.dimensions,
      weights: sizes.weights.dimensions,
      sizes.settings
    )
    let images = Tensor.sample(Shape([sizes.images[0]] + reference.output), seed: 1).tracked
    let weights = Tensor.sample(sizes.weights, seed: 2).tracked
    let bias = Tensor.sample([sizes.images[3]], seed: 3).tracked
    let output = convTranspose2D(
      images,
      weights,
      bias: bias,
      sizes.settings,
      outputSize: (sizes.images[1], sizes.images[2])
    )
    #expect(output.shape == sizes.images)
    let added = bias.scalars
    expectClose(
      output,
      reference.inputGradient(images, weights).enumerated().map {
        $0.element + Double(added[$0.offset % added.count])
      },
      ofLargest: Self.tolerance,
      "output"
    )

    let seed = Tensor.sample(output.shape, seed: 4)
    let found = gradients(of: output, seededWith: seed, withRespectTo: [images, weights, bias])
    expectClose(
      found[0],
      reference.forward(seed, weights, bias: nil),
      ofLargest: Self.tolerance,
      "images"
    )
    expectClose(
      found[1],
      reference.weightGradient(seed, images),
      ofLargest: Self.tolerance,
      "weights"
    )
    let channels = sizes.images[3]
    var biasGradient = [Double](repeating: 0, count: channels)
    for (place, value) in seed.scalars.enumerated() {
      biasGradient[place % channels] += Double(value)
    }
    expectClose(found[2], biasGradient, ofLargest: Self.tolerance, "bias")
  }

  @Test(arguments: ConvolutionCase.special)
  func isDifferentiableTwice(_ sizes: ConvolutionCase) {
    let reference = ConvolutionReference(
      images: sizes.images.dimensions,
      weights: sizes.weights.dimensions,
      sizes.settings
    )
    checkGradients(
      of: {
        convTranspose2D(
          $0[0],
          $0[1],
          bias: $0[2],
          sizes.settings,
          outputSize: (sizes.images[1], sizes.images[2])
        )
      },
      at: [
        .sample(Shape([sizes.images[0]] + reference.output), seed: 1),
        .sample(sizes.weights, seed: 2), .sample([sizes.images[3]], seed: 3),
      ],
      probes: 4
    )
  }

  struct Size: Sendable {
    let length: Int
    let kernel: Int
    let settings: ConvolutionSettings
    let asked: Int?
    let expected: Int

    init(
      _ length: Int,
      kernel: Int,
      _ settings: ConvolutionSettings,
      asked: Int? = nil,
      _ expected: Int
    ) {
      self.length = length
      self.kernel = kernel
      self.settings = settings
      self.asked = asked
      self.expected = expected
    }
  }

  @Test(arguments: [
    Size(4, kernel: 4, .init(stride: 2, padding: 1), 8),
    Size(4, kernel: 3, .init(padding: 1), 4),
    Size(4, kernel: 3, .init(stride: 2, padding: 1), 7),
    Size(4, kernel: 3, .init(stride: 2, padding: 1), asked: 8, 8),
    Size(4, kernel: 2, .init(stride: 3), 11),
    Size(4, kernel: 2, .init(stride: 3), asked: 13, 13),
    Size(4, kernel: 3, .init(dilation: 2), 8),
    // The MNIST recipe's way from 2 to 28.
    Size(2, kernel: 5, .init(stride: 2, padding: .same), 4),
    Size(4, kernel: 5, .init(stride: 2, padding: .same), asked: 7, 7),
    Size(7, kernel: 5, .init(stride: 2, padding: .same), 14),
    Size(4, kernel: 5, .init(stride: 3, padding: .same), asked: 10, 10),
    Size(4, kernel: 1, .init(stride: 2, padding: .same), 8),
  ])
  func outputSizes(_ size: Size) {
    let images = Tensor.sample([1, size.length, size.length, 2], seed: 1)
    let weights = Tensor.sample([size.kernel, size.kernel, 3, 2], seed: 2)
    let output = convTranspose2D(
      images,
      weights,
      size.settings,
      outputSize: size.asked.map { ($0, $0) }
    )
    #expect(output.shape == [1, size.expected, size.expected, 3])
    let reference = ConvolutionReference(
      images: output.shape.dimensions,
      weights: weights.shape.dimensions,
      size.settings
    )
    #expect(reference.output == [size.length, size.length, 2])
    expectClose(output, reference.inputGradient(images, weights), ofLargest: Self.tolerance)
  }

  /// ⟨conv(x), y⟩ = ⟨x, convTranspose(y)⟩: what makes it the transpose.
  @Test func isTheTransposeOfConv2D() {
    let settings = ConvolutionSettings(stride: (2, 1), padding: .same)
    let (x, weights) = (
      Tensor.sample([2, 7, 5, 3], seed: 1), Tensor.sample([5, 3, 3, 4], seed: 2)
    )
    let forward = conv2D(x, weights, settings)
    let y = Tensor.sample(forward.shape, seed: 3)
    let back = convTranspose2D(y, weights, settings, outputSize: (7, 5))
    #expect(abs((forward * y).sum().scalar - (x * back).sum().scalar) < 1e-4)
  }
}
