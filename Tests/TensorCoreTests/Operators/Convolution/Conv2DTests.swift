import TensorCore
import TestSupport
import Testing

@Suite struct Conv2DTests {
  /// Sums of up to some thousand products in float32, in an order of oneDNN's choice.
  private static let tolerance = 1e-5

  @Test(arguments: ConvolutionCase.all) func agreesWithTheDefinition(_ sizes: ConvolutionCase) {
    let images = Tensor.sample(sizes.images, seed: 1).tracked
    let weights = Tensor.sample(sizes.weights, seed: 2).tracked
    let bias = Tensor.sample([sizes.weights[3]], seed: 3).tracked
    let reference = ConvolutionReference(
      images: sizes.images.dimensions,
      weights: sizes.weights.dimensions,
      sizes.settings
    )

    let output = conv2D(images, weights, bias: bias, sizes.settings)
    #expect(output.shape.dimensions == [sizes.images[0]] + reference.output)
    expectClose(
      output,
      reference.forward(images, weights, bias: bias),
      ofLargest: Self.tolerance,
      "output"
    )
    expectClose(
      conv2D(images, weights, sizes.settings),
      reference.forward(images, weights, bias: nil),
      ofLargest: Self.tolerance,
      "output without bias"
    )

    let seed = Tensor.sample(output.shape, seed: 4)
    let found = gradients(of: output, seededWith: seed, withRespectTo: [images, weights, bias])
    expectClose(
      found[0],
      reference.inputGradient(seed, weights),
      ofLargest: Self.tolerance,
      "images"
    )
    expectClose(
      found[1],
      reference.weightGradient(images, seed),
      ofLargest: Self.tolerance,
      "weights"
    )
    expectClose(found[2], reference.biasGradient(seed), ofLargest: Self.tolerance, "bias")
  }

  @Test(arguments: ConvolutionCase.special) func isDifferentiableTwice(_ sizes: ConvolutionCase) {
    checkGradients(
      of: { conv2D($0[0], $0[1], bias: $0[2], sizes.settings) },
      at: [
        .sample(sizes.images, seed: 1), .sample(sizes.weights, seed: 2),
        .sample([sizes.weights[3]], seed: 3),
      ],
      probes: 4
    )
  }

  /// The weights' gradient alone is linear in what went in and what came back.
  @Test func aNetworkOfTwoIsDifferentiableTwice() {
    checkGradients(
      of: { operands in
        let hidden = tanh(conv2D(operands[0], operands[1], .init(stride: 2, padding: 1)))
        return conv2D(hidden, operands[2], .init(padding: .same)).squared
      },
      at: [
        .sample([2, 6, 6, 2], seed: 1), .sample([4, 4, 2, 3], from: -0.3, to: 0.3, seed: 2),
        .sample([3, 3, 3, 2], from: -0.3, to: 0.3, seed: 3),
      ],
      probes: 12
    )
  }

  @Test func aGradientForTheBiasAlone() {
    let bias = Tensor([0.5, -0.5]).tracked
    let output = conv2D(
      .sample([2, 3, 3, 1], seed: 1),
      .sample([2, 2, 1, 2], seed: 2),
      bias: bias
    )
    #expect(gradients(of: output.sum(), withRespectTo: [bias])[0].scalars == [8, 8])
  }
}
