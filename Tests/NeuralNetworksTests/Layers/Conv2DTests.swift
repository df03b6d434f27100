import ExitTestSupport
import NeuralNetworks
import Randomness
import TensorCore
import TestSupport
import Testing

@Suite struct Conv2DTests {
  private let random = RandomStream(seed: 3, purpose: "weights")

  @Test func sumsWhatTheKernelSees() {
    let layer = Conv2D(
      1,
      2,
      kernel: 3,
      ConvolutionSettings(padding: 1),
      weights: .ones,
      biases: .constant(0.25),
      using: random
    )
    #expect(layer.weight.shape == [3, 3, 1, 2])
    let y = layer(Tensor([1, 2, 3, 4, 5, 6, 7, 8, 9], shape: [1, 3, 3, 1]))
    #expect(y.shape == [1, 3, 3, 2])
    let sums: [Float] = [12, 21, 16, 27, 45, 33, 24, 39, 28]
    #expect(y.scalars == sums.flatMap { [$0 + 0.25, $0 + 0.25] })
  }

  @Test func usesItsSettings() {
    let settings = ConvolutionSettings(stride: (2, 1), padding: .symmetric(1, 0), groups: 2)
    let layer = Conv2D(4, 6, kernel: (3, 2), settings, using: random)
    #expect(layer.weight.shape == [3, 2, 2, 6])
    let x = Tensor.sample([2, 5, 4, 4])
    let y = layer(x)
    #expect(y.shape == [2, 3, 3, 6])
    let direct = conv2D(x, layer.weight.value, bias: layer.bias?.value, settings)
    #expect(y.isIdentical(to: direct))
    #expect(inference { layer(x) }.isIdentical(to: direct))
  }

  @Test func learnsByItsParameters() {
    let layer = Conv2D(1, 1, kernel: 2, using: random)
    let loss = layer(Tensor([1, 2, 3, 4, 5, 6, 7, 8, 9], shape: [1, 3, 3, 1])).sum()
    let gradients = gradients(of: loss, withRespectTo: layer.parameters)
    #expect(gradients[0].scalars == [12, 16, 24, 28])
    #expect(gradients[1].scalars == [4])
  }

  @Test func groupsMustDivideTheChannels() async {
    expectMessage(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = Conv2D(
          4,
          6,
          kernel: 3,
          ConvolutionSettings(groups: 4),
          using: RandomStream(seed: 0, purpose: "weights")
        )
      },
      "Conv2D: 4 to 6 channels in 4 groups"
    )
  }
}
