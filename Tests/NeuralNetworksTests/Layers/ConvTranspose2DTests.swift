import NeuralNetworks
import Randomness
import TensorCore
import TestSupport
import Testing

@Suite struct ConvTranspose2DTests {
  private let random = RandomStream(seed: 3, purpose: "weights")

  @Test func spreadsEachPixelByTheKernel() {
    let layer = ConvTranspose2D(
      1,
      1,
      kernel: 2,
      ConvolutionSettings(stride: 2),
      biases: .constant(100),
      using: random
    )
    layer.weight.value = Tensor([1, 2, 3, 4], shape: [2, 2, 1, 1])
    let y = layer(Tensor([1, 10], shape: [1, 1, 2, 1]))
    #expect(y.shape == [1, 2, 4, 1])
    #expect(y.scalars == [101, 102, 110, 120, 103, 104, 130, 140])
  }

  @Test func isTheBackwardPassOfAConvolution() {
    // ⟨conv(x), y⟩ = ⟨x, convTranspose(y)⟩ for the same weights.
    let settings = ConvolutionSettings(stride: 2, padding: 1)
    let layer = ConvTranspose2D(3, 2, kernel: 4, settings, hasBias: false, using: random)
    #expect(layer.weight.shape == [4, 4, 2, 3])
    let (x, y) = (Tensor.sample([2, 8, 8, 2], seed: 1), Tensor.sample([2, 4, 4, 3], seed: 2))
    let left = (conv2D(x, layer.weight.value, settings) * y).sum().scalar
    let right = (x * layer(y)).sum().scalar
    #expect(abs(left - right) < 1e-4)
  }

  @Test(arguments: [7, 8]) func takesTheOutputSizeThatItIsGiven(_ size: Int) {
    let layer = ConvTranspose2D(
      2,
      3,
      kernel: 5,
      ConvolutionSettings(stride: 2, padding: .same),
      outputSize: (size, size),
      using: random
    )
    #expect(layer(.sample([1, 4, 4, 2])).shape == [1, size, size, 3])
  }

  @Test func learnsByItsParameters() {
    let layer = ConvTranspose2D(1, 1, kernel: 2, ConvolutionSettings(stride: 2), using: random)
    let loss = layer(Tensor([1, 10], shape: [1, 1, 2, 1])).sum()
    let gradients = gradients(of: loss, withRespectTo: layer.parameters)
    #expect(gradients[0].scalars == [11, 11, 11, 11])
    #expect(gradients[1].scalars == [8])
  }
}
