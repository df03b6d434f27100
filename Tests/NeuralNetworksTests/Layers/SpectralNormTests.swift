import NeuralNetworks
import Randomness
import TensorCore
import TestSupport
import Testing

/// `SpectralNorm` by itself; PyTorch's numbers are in AdversarialTests.
@Suite struct SpectralNormTests {
  private let random = RandomStream(seed: 4, purpose: "weights")

  @Test func findsTheLargestSingularValue() {
    // Rows at right angles: singular values 3, 2 and 0.5.
    let layer = Linear(3, 3, using: random)
    layer.weight.value = Tensor([0, 0, 0.5, 3, 0, 0, 0, -2, 0], shape: [3, 3])
    let norm = SpectralNorm(layer, using: random)
    let x = Tensor([0, 1, 0], shape: [1, 3])
    for _ in 0..<40 { _ = norm(x) }
    expectClose(norm.largestSingularValue, [3], relative: 1e-6)
    expectClose(norm(x), [1, 0, 0], absolute: 1e-6)
  }

  @Test func onlyTrainingMovesTheEstimate() {
    let norm = SpectralNorm(Conv2D(3, 4, kernel: 3, using: random), using: random)
    let x = Tensor.sample([2, 5, 5, 3])
    let before = norm.namedBuffers.map(\.value.value)
    let first = inference { norm(x) }
    #expect(inference { norm(x) }.isIdentical(to: first))
    #expect(zip(norm.namedBuffers, before).allSatisfy { $0.value.value.isIdentical(to: $1) })
    _ = norm(x)
    #expect(!norm.outputDirection.value.isIdentical(to: before[0]))
    for buffer in norm.namedBuffers {
      expectClose(buffer.value.value.squared.sum(), [1], relative: 1e-6)
    }
  }

  @Test func itsPathsAreThoseOfALayerInside() {
    let norm = SpectralNorm(Linear(6, 4, using: random), using: random)
    #expect(norm.namedParameters.map(\.path) == ["layer.weight", "layer.bias"])
    #expect(norm.namedBuffers.map(\.path) == ["outputDirection", "inputDirection"])
    #expect(norm.outputDirection.value.shape == [4])
    #expect(norm.inputDirection.value.shape == [6])
  }

  /// Scaling the weight changes nothing, so the gradient is at right angles to it.
  @Test func gradientsPassThroughTheNorm() {
    let norm = SpectralNorm(Linear(4, 3, using: random), using: random)
    let x = Tensor.sample([2, 4], seed: 8)
    let output = Mode.inference { norm(x).squared.sum() }
    let found = gradients(of: output, withRespectTo: [norm.layer.weight])[0]
    let along = (found * norm.layer.weight.value.detached).sum().scalar
    #expect(found.absolute.sum().scalar > 0)
    #expect(abs(along) < 1e-5 * found.absolute.sum().scalar)
  }

  @Test func directionsStayFiniteForAWeightOfZeros() {
    let layer = Linear(3, 2, weights: .zeros, using: random)
    let norm = SpectralNorm(layer, using: random)
    #expect(norm.outputDirection.value.isFinite && norm.inputDirection.value.isFinite)
  }

  /// After an update, a backward pass with current values goes through the new weight divided by its own
  /// singular value, not the one of the forward pass.
  @Test func currentValuesAreNormalizedAnew() {
    let norm = SpectralNorm(Linear(4, 3, using: random), using: random)
    let x = Tensor.sample([2, 4], seed: 8).tracked
    let output = Mode.inference { norm(x).sum() }
    norm.layer.weight.value = .sample([4, 3], seed: 9)
    let expected = Mode.inference {
      gradients(of: norm(x).sum(), withRespectTo: [x, norm.layer.weight.value])
    }
    let found = gradients(
      of: output,
      withRespectTo: [x, norm.layer.weight.value],
      parameterValues: .current
    )
    for (found, expected) in zip(found, expected) {
      expectClose(found, expected.scalars.map(Double.init), absolute: 1e-6)
    }
  }
}
