import TensorCore
import TestSupport
import Testing

@Suite struct UpsampledConv2DTests {
  struct Case: CustomTestStringConvertible, Sendable {
    let images: Shape
    let kernel: Int
    let outputs: Int
    var testDescription: String { "\(images), kernel \(kernel), \(outputs) outputs" }

    var tensors: [Tensor] {
      [
        .sample(images, seed: 1), .sample([kernel, kernel, images[3], outputs], seed: 2),
        .sample([outputs], seed: 3),
      ]
    }
  }

  static let cases = [
    Case(images: [1, 1, 1, 1], kernel: 1, outputs: 1),
    Case(images: [1, 1, 1, 2], kernel: 5, outputs: 3),
    Case(images: [2, 3, 5, 3], kernel: 3, outputs: 2),
    Case(images: [1, 7, 7, 17], kernel: 5, outputs: 5),
    Case(images: [3, 4, 2, 2], kernel: 7, outputs: 1),
    Case(images: [2, 7, 7, 32], kernel: 5, outputs: 16),
  ]

  @Test(arguments: cases) func isTheConvolutionOfDoubledPixels(_ test: Case) {
    let t = test.tensors
    let expected = conv2D(
      upsampleNearest(t[0]),
      t[1],
      bias: t[2],
      ConvolutionSettings(padding: .same)
    )
    let found = upsampledConv2D(t[0], t[1], bias: t[2])
    #expect(found.shape == expected.shape)
    // The last case is Winograd's on both sides, with its errors: see ConvolutionAlgorithmTests.
    expectClose(found, expected.scalars.map(Double.init), ofLargest: 5e-5)
  }

  @Test(arguments: cases.dropLast()) func isDifferentiableTwice(_ test: Case) {
    checkGradients(
      of: { upsampledConv2D($0[0], $0[1], bias: $0[2]) },
      at: test.tensors,
      probes: 6
    )
  }
}
