public import Randomness
public import TensorCore

/// A layer whose weight is divided by its largest singular value σ: it stretches no input by more than
/// about 1 before the bias is added.
///
/// ```swift
/// let layer = SpectralNorm(Conv2D(3, 64, kernel: 3, using: random), using: random)
/// ```
///
/// σ is estimated by power iteration, one step each time that the layer is used in training; in
/// inference the last estimate of its vectors serves. The weight is seen as a matrix W of one row for
/// each output, and gradients pass through σ = uᵀ·W·v with u and v as constants.
///
/// Source: Miyato et al. 2018, "Spectral Normalization for Generative Adversarial Networks",
/// algorithm 1; a convolution's weight as a matrix as there and in PyTorch.
public final class SpectralNorm<Wrapped: WeightedLayer>: Layer {
  /// The layer, with the weight that is learned.
  public let layer: Wrapped
  /// The estimate of the first left singular vector, u: `[outputs]`, of length 1.
  public let outputDirection: Buffer
  /// The estimate of the first right singular vector, v: `[elements of the weight / outputs]`, of
  /// length 1.
  public let inputDirection: Buffer

  private static var leastLength: Float { 1e-12 }

  /// A layer around `layer`, with first directions drawn at random and one step of power iteration.
  public init(_ layer: Wrapped, using random: RandomStream) {
    self.layer = layer
    let outputs = layer.weight.shape[-1]
    outputDirection = Buffer(Self.normalized(.normal([outputs], using: random)))
    inputDirection = Buffer(.zeros([layer.weight.shape.elementCount / outputs]))
    iterate()
  }

  /// The output of the layer with its weight divided by σ.
  public func callAsFunction(_ x: Tensor) -> Tensor {
    if Mode.current == .training {
      BatchParts.requireOne(self)
      iterate()
    }
    let (u, v) = (outputDirection.value, inputDirection.value)
    let normalized = derived(from: layer.weight) { weights in
      weights[0] / singularValue(of: weights[0], u, v)
    }
    return layer(x, weight: normalized)
  }

  /// The estimate of σ, a scalar on the tape of the weight.
  public var largestSingularValue: Tensor {
    singularValue(of: layer.weight.value, outputDirection.value, inputDirection.value)
  }

  /// One step of power iteration: v ← Wᵀu / ‖Wᵀu‖, u ← Wv / ‖Wv‖.
  private func iterate() {
    withoutRecording {
      let matrix = transposedMatrix(of: layer.weight.value)
      let u = outputDirection.value.reshaped(to: [-1, 1])
      let v = Self.normalized(matrixProduct(matrix, u))
      let newU = Self.normalized(matrixProduct(matrix, v, transposingLeft: true))
      inputDirection.value = v.reshaped(to: [-1])
      outputDirection.value = newU.reshaped(to: [-1])
    }
  }

  private static func normalized(_ x: Tensor) -> Tensor {
    x / maximum(x.squared.sum().squareRoot, Tensor(leastLength))
  }
}

/// uᵀ·W·v, a scalar.
private func singularValue(of weight: Tensor, _ u: Tensor, _ v: Tensor) -> Tensor {
  let product = matrixProduct(v.reshaped(to: [1, -1]), transposedMatrix(of: weight))
  return matrixProduct(product, u.reshaped(to: [-1, 1])).reshaped(to: [] as Shape)
}

/// Wᵀ: a row for each number that an output is computed from, `[inputs, outputs]`.
private func transposedMatrix(of weight: Tensor) -> Tensor {
  weight.reshaped(to: [-1, weight.shape[-1]])
}

/// A layer whose output is linear in a weight that can stand in for its own, as `SpectralNorm` needs.
public protocol WeightedLayer: Layer {
  /// The learned weight; its last axis counts the outputs.
  var weight: Parameter { get }

  /// The layer's output with another weight of the same shape.
  func callAsFunction(_ x: Tensor, weight: Tensor) -> Tensor
}

extension WeightedLayer {
  /// The layer's output with its own weight.
  public func callAsFunction(_ x: Tensor) -> Tensor { self(x, weight: weight.value) }
}
