import NeuralNetworks
import Randomness
import TensorCore
import Testing

/// The solutions of "DCGAN".
@Suite struct DCGANTests {
  private let random = RandomStream(seed: 1, purpose: "exercise")
  private let double = ConvolutionSettings(stride: 2, padding: 1)

  /// Exercise 1: kernels of 4 with a stride of 2 halve and double; kernels of 3 leave a choice.
  @Test func sizesOfConvolutions() {
    let image = Tensor.zeros([1, 28, 28, 1])
    let half = Conv2D(1, 4, kernel: 4, double, using: random)(image)
    #expect(half.shape == [1, 14, 14, 4])
    #expect(ConvTranspose2D(4, 1, kernel: 4, double, using: random)(half).shape == image.shape)
    // ⌊(n + 2 − 3)/2⌋ + 1 is 14 for 27 and for 28 pixels.
    for side in [27, 28] {
      let x = Tensor.zeros([1, side, side, 1])
      #expect(Conv2D(1, 4, kernel: 3, double, using: random)(x).shape == [1, 14, 14, 4])
      let back = ConvTranspose2D(4, 1, kernel: 3, double, outputSize: (side, side), using: random)
      #expect(back(half).shape == x.shape)
    }
  }

  /// Exercise 2: ⟨conv(x), y⟩ = ⟨x, convT(y)⟩: one is the transpose, and so the backward pass, of the other.
  @Test func oneConvolutionIsTheOtherTransposed() {
    let (x, y) = (
      Tensor.normal([2, 8, 8, 3], using: random), Tensor.normal([2, 4, 4, 5], using: random)
    )
    let weights = Tensor.normal([4, 4, 3, 5], using: random)
    let forward = (conv2D(x, weights, double) * y).sum().scalar
    let back = (x * convTranspose2D(y, weights, double)).sum().scalar
    #expect(abs(forward - back) < 1e-3 * max(1, abs(forward)))
  }

  /// Exercise 3: in training a batch's images change each other's results; in inference they do not.
  @Test func batchNormalizationMixesTheImagesOfABatch() {
    let norm = BatchNorm(3)
    let one = Tensor.normal([1, 4, 4, 3], using: random)
    let others = [Float(1), 5].map {
      concatenate([one, .normal([7, 4, 4, 3], using: random) * $0])
    }
    let trained = others.map { norm($0).slice(0..<1, along: 0) }
    #expect((trained[0] - trained[1]).absolute.sum().scalar > 1)
    let used = inference { others.map { norm($0).slice(0..<1, along: 0) } }
    #expect(used[0].isIdentical(to: used[1]))
  }
}
