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

  /// The convolution of doubled pixels as one writes it; `evaluated` ones are no longer the engine's to fold.
  private func convolved(_ t: [Tensor], evaluated: Bool = false) -> Tensor {
    let doubled = upsampleNearest(t[0])
    if evaluated { _ = doubled.scalars }
    return conv2D(doubled, t[1], bias: t[2], ConvolutionSettings(padding: .same))
  }

  @Test(arguments: cases) func foldingChangesNothing(_ test: Case) {
    let t = test.tensors.map(\.tracked)
    let (expected, found) = (convolved(t, evaluated: true), convolved(t))
    #expect(found.shape == expected.shape)
    // The last case is Winograd's on both sides, with its errors: see ConvolutionAlgorithmTests.
    expectClose(found, expected.scalars.map(Double.init), ofLargest: 5e-5)
    let seed = Tensor.sample(found.shape, seed: 4)
    let plain = gradients(of: expected, seededWith: seed, withRespectTo: t)
    let folded = gradients(of: found, seededWith: seed, withRespectTo: t)
    for (plain, folded) in zip(plain, folded) {
      expectClose(folded, plain.scalars.map(Double.init), ofLargest: 5e-5)
    }
  }

  @Test(arguments: cases.dropLast()) func isDifferentiableTwice(_ test: Case) {
    checkGradients(of: { convolved($0) }, at: test.tensors, probes: 6)
  }

  @Test func theEngineFoldsKernelsOfFive() {
    let t = Case(images: [2, 7, 7, 3], kernel: 5, outputs: 4).tensors
    let rows = Profiler.profile { _ = convolved(t).scalars }
    #expect(rows.contains { $0.name.hasPrefix("upsampled conv2D") })
    #expect(!rows.contains { $0.name == "upsampleNearest" })
    let small = Case(images: [2, 7, 7, 3], kernel: 3, outputs: 4).tensors
    #expect(
      Profiler.profile { _ = convolved(small).scalars }.contains { $0.name == "upsampleNearest" }
    )
  }
}
