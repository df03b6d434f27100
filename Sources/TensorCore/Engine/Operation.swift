/// An operation: the closed set that an `Engine` runs.
///
/// Operators describe what they compute with these values, and an engine decides how. An operation with the
/// shapes of its operands is all that is needed to run it elsewhere, to record it or to replay it: it holds
/// only numbers, no closures and no memory.
///
/// Each case documents its operands in order, with their shapes, and its results. Values are in row-major
/// order, images are `[N, H, W, C]`. `outputs(of:)` checks the operands' shapes and returns those of the
/// results; `decomposition(of:)` writes a fused operation in simpler ones. Reshaping is not an operation: an
/// operand may be viewed in any shape with as many elements.
public enum Operation: Hashable, Sendable {
  // MARK: Values from nothing

  /// () → `[shape]`, the same number everywhere.
  case fill(Float, Shape)
  /// () → `[shape]`, random numbers of a distribution, from given random bits.
  case random(RandomFill, Shape)

  // MARK: Element by element

  /// (x) → a function of every element.
  case unary(UnaryFunction)
  /// (a, b) → a function of every pair of elements; the shapes broadcast as in NumPy.
  case binary(BinaryFunction)
  /// (x) → a scalar: 1 if all elements are finite, 0 if not.
  case isFinite

  // MARK: Reductions

  /// (x) → sums along axes, which keep a length of 1. The axes count from 0, in ascending order.
  case sum(axes: [Int])
  /// (x) → the largest element along an axis, which keeps a length of 1; NaN if there is one.
  case maximum(axis: Int)

  // MARK: Moves

  /// (x) → the elements repeated along axes that are missing or of length 1.
  case broadcast(to: Shape)
  /// (x) → axis i of the result is axis `axes[i]` of x.
  case transpose([Int])
  /// (x `[box.outer]`) → the elements at the box's places, `[box.sizes]`.
  case slice(IndexBox)
  /// (x `[box.sizes]`) → zeros `[box.outer]` with the elements of x at the box's places.
  case place(IndexBox)
  /// (x₀, x₁, …) → the operands side by side along an axis.
  case concatenate(axis: Int)
  /// (x `[N, H, W, C]`) → every pixel repeated, `[N, H·factor, W·factor, C]`; fused.
  case upsample(factor: Int)
  /// (dy `[N, H·factor, W·factor, C]`) → sums over the copies of each pixel, `[N, H, W, C]`; fused.
  case upsampleGradient(factor: Int)

  // MARK: Products

  /// (a, b) or (a, b, bias) → a·b: `[…, rows, inner]·[…, inner, columns]` is `[…, rows, columns]`.
  ///
  /// The leading axes are equal on both sides. A transposed matrix is stored as `[…, inner, rows]` or `[…,
  /// columns, inner]`. It is fused if there is a bias `[columns]`, which is added to every row.
  case matrixProduct(transposesLeft: Bool, transposesRight: Bool)
  /// (x, w) or (x, w, bias) → y[n, i, j, o] = b[o] + Σ x[n, i·s + a·d − p, j·s + b·d − p, c]·w[a, b, c, o].
  ///
  /// x, w and y have the geometry's `inputShape`, `weightShape` and `outputShape`, the bias is `[output
  /// channels]`; it is fused if there is a bias.
  case convolution(ConvolutionGeometry)
  /// (dy, w) → dx: the transpose of the convolution as a function of x.
  case convolutionInputGradient(ConvolutionGeometry)
  /// (x, dy) → dw: the transpose of the convolution as a function of w.
  case convolutionWeightGradient(ConvolutionGeometry)
  /// (x, dy) → db: Σ dy over all pixels of all images, `[output channels]`; fused.
  case convolutionBiasGradient(ConvolutionGeometry)
  /// The three convolutions of an image that is upsampled by two first; fused.
  ///
  /// The geometry is that of the convolution of the upsampled image. Forward: (x, w) or (x, w, bias) → y with
  /// x `[N, H/2, W/2, C]`; input gradient: (dy, w) → `[N, H/2, W/2, C]`; weight gradient: (x, dy) → dw.
  ///
  /// Source: Shi et al. 2016, "Is the deconvolution layer the same as a convolutional layer?".
  case upsampledConvolution(ConvolutionGeometry, ConvolutionPass)

  // MARK: Pooling

  /// (x `[N, H, W, C]`) → the largest value of each window and its index in x, `[N, H', W', C]` each.
  ///
  /// The geometry's groups are its channels. Padding is never the maximum, NaN always is; among equals the
  /// first in reading order is. The second result holds indices (`ElementKind.index`) into all elements of x.
  case maximumPool(ConvolutionGeometry)
  /// (x, indices) → the elements of x at the indices, of their shape.
  case pick
  /// (values, indices) → a tensor of zeros with the values added at the indices; the first axis of both
  /// operands counts images, and an image's indices lie within the image of the same number.
  case scatterAdd(into: Shape)

  // MARK: Batch normalization

  // x is `[N, …, C]`: `parts` batches of equally many rows, one after the other. An operand `[parts, C]`
  // holds one row for each part.
  // Source: Ioffe and Szegedy 2015, "Batch Normalization", algorithm 1.

  /// (x) → mean μ and biased variance of each part's channels, `[parts, C]` each; fused.
  case moments(parts: Int)
  /// (x, μ, scale, shift) → (x − μ)·scale + shift, with μ and scale `[parts, C]` and shift `[C]`; fused.
  case normalize(parts: Int)
  /// (dy, x, μ) → Σ dy and Σ dy·(x − μ), `[parts, C]` each; fused. With a slope there is a fourth operand,
  /// signs, and dy first passes backward through that leaky ReLU, as by `leakyReLUGradient`.
  case normalizationSums(parts: Int, slope: Float?)
  /// (dy, x, μ, shift, spread, scale) → (dy − shift − (x − μ)·spread)·scale, the last three `[parts, C]`;
  /// fused. With a slope there is a seventh operand, signs, as above.
  case normalizationGradient(parts: Int, slope: Float?)

  // MARK: Noise and leaky ReLU

  /// (x) → y and signs, of x's shape: y is x where x is positive or NaN, `slope`·x elsewhere; the signs
  /// (`ElementKind.bit`) are 1 where it is x itself.
  ///
  /// Source: Maas, Hannun and Ng 2013, "Rectifier Nonlinearities Improve Neural Network Acoustic Models".
  case leakyReLU(slope: Float)
  /// (dy, signs) → dy where the sign is 1, `slope`·dy elsewhere.
  case leakyReLUGradient(slope: Float)
  /// (x) or (x, noise) → x + σ·n, with standard Gaussian noise n that is drawn or given; fused.
  case addNoise(NoiseAddition)
  /// (operands of `normalize`, then noise if it is given) → y and signs: normalization, noise if there is
  /// any, and leaky ReLU; fused. Without `parts`, the first operand is x alone, which is not normalized.
  case rectifiedPass(parts: Int?, NoiseAddition?, slope: Float)

  // MARK: Learning

  /// (p, g, slot₀, …) → the parameter after a step along its gradient, and the rule's slots; fused.
  case update(ParameterUpdate)
}

/// The kind of a result's elements.
public enum ElementKind: Hashable, Sendable {
  /// Float32 numbers, as in tensors.
  case number
  /// 0 or 1.
  case bit
  /// An index into another value's elements, from 0: Int32.
  case index
}

/// Shape and element kind of a result.
public struct ValueType: Hashable, Sendable {
  /// The length of each axis.
  public let shape: Shape
  /// The kind of the elements.
  public let kind: ElementKind

  /// A type, of numbers by default.
  public init(_ shape: Shape, _ kind: ElementKind = .number) {
    self.shape = shape
    self.kind = kind
  }
}

/// A pass of a convolution.
public enum ConvolutionPass: String, Hashable, Sendable {
  /// The output from images and weights.
  case forward
  /// The gradient of the images from that of the output and the weights.
  case inputGradient = "input gradient"
  /// The gradient of the weights from the images and that of the output.
  case weightGradient = "weight gradient"
}
