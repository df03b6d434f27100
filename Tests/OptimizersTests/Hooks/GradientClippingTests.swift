import ExitTestSupport
import NeuralNetworks
import Optimizers
import TensorCore
import TestSupport
import Testing

@Suite struct GradientClippingTests {
  private let holder = Holder(.zeros([2]), .zeros([1]))

  private func clipped(_ hook: some GradientHook, _ first: [Float], _ second: [Float]) -> [Tensor] {
    var gradients = [Tensor(first), Tensor(second)]
    hook(&gradients, of: holder.parameters)
    return gradients
  }

  @Test func aJointNormAboveTheBoundIsScaledDown() {
    // √(2² + 3² + 6²) = 7.
    let gradients = clipped(GradientNormClipping(to: 3.5), [2, -3], [6])
    expectClose(gradients[0], [1, -1.5], absolute: 1e-7)
    expectClose(gradients[1], [3], absolute: 1e-7)
  }

  @Test(arguments: [7, 8, 1e30] as [Float]) func aNormWithinTheBoundStays(_ bound: Float) {
    let gradients = clipped(GradientNormClipping(to: bound), [2, -3], [6])
    #expect(gradients.map(\.scalars) == [[2, -3], [6]])
  }

  /// Squares that float32 does not hold.
  @Test(arguments: [1e20, 1e30, 1e-30] as [Float]) func anySizeIsScaled(_ size: Float) {
    let bound = 3.5 * size
    let gradients = clipped(GradientNormClipping(to: bound), [2 * size, -3 * size], [6 * size])
    // The scale and the product are rounded once each.
    expectClose(gradients[0], [Double(size), -1.5 * Double(size)], relative: 2e-7)
    expectClose(gradients[1], [3 * Double(size)], relative: 2e-7)
  }

  @Test func longGradientsCountWhole() {
    var gradients = [Tensor.ones([1003]), Tensor.ones([5])]
    GradientNormClipping(to: 1)(&gradients, of: holder.parameters)
    let expected = 1 / Double(1008).squareRoot()
    expectClose(gradients[0], Array(repeating: expected, count: 1003), relative: 2e-7)
  }

  @Test func zerosStayZeros() {
    let gradients = clipped(GradientNormClipping(to: 1), [0, 0], [0])
    #expect(gradients.map(\.scalars) == [[0, 0], [0]])
  }

  @Test func valuesAreMovedIntoTheBound() {
    let gradients = clipped(GradientValueClipping(to: 1.5), [2, -3], [1])
    #expect(gradients.map(\.scalars) == [[1.5, -1.5], [1]])
    #expect(clipped(GradientValueClipping(to: 6), [2, -3], [6])[1].scalars == [6])
  }

  @Test func boundsMustBePositive() async {
    expectMessage(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = GradientNormClipping(to: 0)
      },
      "GradientNormClipping: a bound of 0.0"
    )
    expectMessage(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = GradientValueClipping(to: -1)
      },
      "GradientValueClipping: a bound of -1.0"
    )
  }
}
