internal import Datasets
import NeuralNetworks
import Preconditions
public import Randomness
public import TensorCore

/// Turns latent vectors into images by doubling a small feature map again and again, with a convolution after each
/// doubling.
///
/// Where the next size is odd, a doubled feature map loses its last row or column.
///
/// ```text
/// z → [h, w, k₀], batch norm, ReLU → (doubled, 3×3 convolution, batch norm, ReLU) × n → 3×3 convolution, tanh
/// ```
///
/// Pixels are repeated rather than spread by a transposed convolution, which leaves no checkerboard. With classes,
/// batch normalization has a scale and a shift for each, and the first feature map may begin with one of the class's
/// own: scales and shifts are alike for all classes at first, and take thousands of updates to differ. It may start from
/// sketches of real images; see `Sketches`.
///
/// Sources: Odena, Dumoulin and Olah 2016, "Deconvolution and Checkerboard Artifacts"; the rest is DCGAN's.
/// docs/few-pictures.md has the experiments.
public final class PicturesGenerator: GuidedGenerator {
  /// The sketches that it starts from, if it does.
  public let sketches: Sketches?
  let project: Linear
  let firstMaps: Embedding?
  /// One of the two is empty.
  let norms: [BatchNorm]
  let classNorms: [ConditionalBatchNorm]
  let convolutions: [Conv2D]
  let toImage: Conv2D
  private let sizes: [SizeLadder.Size]

  /// A generator with weights from N(0, 0.02) and biases of 0.
  ///
  /// - Parameters:
  ///   - latentSize: The length of a latent vector.
  ///   - shape: The sizes and widths of the feature maps.
  ///   - classes: The number of classes, 0 for none.
  ///   - embedsClasses: Whether the first feature map begins with one of the class's own.
  ///   - sketches: The sizes of the sketches that it starts from, if it does.
  ///   - random: The stream that weights are drawn from.
  /// - Precondition: `latentSize` is positive, and no less than a sketch.
  public init(
    latentSize: Int,
    shape: PicturesShape,
    classes: Int = 0,
    embedsClasses: Bool = false,
    sketches: SketchShape? = nil,
    using random: RandomStream
  ) {
    require(
      sketches.map { $0.size <= latentSize } ?? true,
      "PicturesGenerator: sketches of \(sketches?.size ?? 0) from vectors of \(latentSize)"
    )
    self.sketches = sketches.map { Sketches($0, of: shape.image, classes: classes) }
    let (widths, weights) = (shape.generatorWidths, PicturesShape.weights)
    let same = ConvolutionSettings(padding: 1)
    let last = widths[widths.count - 1]
    sizes = shape.ladder.sizes
    let first = sizes[0]
    project = Linear(latentSize, first.pixelCount * widths[0], weights: weights, using: random)
    norms = classes > 0 ? [] : widths.map { BatchNorm($0) }
    classNorms = classes > 0 ? widths.map { ConditionalBatchNorm($0, classes: classes) } : []
    convolutions = zip(widths, widths.dropFirst()).map {
      Conv2D($0, $1, kernel: 3, same, weights: weights, using: random)
    }
    toImage = Conv2D(last, shape.image.channels, kernel: 3, same, weights: weights, using: random)
    // The class counts as much as the latent vector at first.
    let deviation = PicturesShape.weightDeviation * Float(latentSize).squareRoot()
    firstMaps =
      classes > 0 && embedsClasses
      ? Embedding(
        classes,
        first.pixelCount * widths[0],
        weights: .normal(deviation),
        using: random
      ) : nil
  }

  /// Maps latent vectors `[N, latentSize]`, and classes, to images `[N, H, W, C]` in [−1, 1].
  ///
  /// - Precondition: The condition has classes, if the generator has.
  public func callAsFunction(_ z: Tensor, _ condition: Condition) -> Tensor {
    let shares = classNorms.isEmpty ? nil : condition.classShares(for: "PicturesGenerator")
    func normalized(_ h: Tensor, _ index: Int) -> Tensor {
      relu(shares.map { classNorms[index](h, $0) } ?? norms[index](h))
    }
    var h = project(sketches?(z, condition) ?? z)
    if let firstMaps, let shares { h = h + firstMaps(shares) }
    h = h.reshaped(to: [z.shape[0], sizes[0].height, sizes[0].width, -1])
    h = normalized(h, 0)
    for (index, convolve) in convolutions.enumerated() {
      h = normalized(convolve(doubled(h, to: sizes[index + 1])), index + 1)
    }
    return tanh(toImage(h))
  }

  /// Changes the weights of the first layer, which reads the sketch.
  public func redraw(from map: Tensor, shiftedBy shift: Tensor) {
    withoutRecording {
      let (size, weight) = (map.shape[0], project.weight.value.detached)
      let known = weight.slice(0..<size, along: 0)
      let rest = weight.slice(size..<weight.shape[0], along: 0)
      project.weight.value = concatenate([matrixProduct(map, known), rest])
      guard let bias = project.bias else { return }
      let difference = matrixProduct(shift.reshaped(to: [1, size]), known)
      bias.value = bias.value.detached + difference.reshaped(to: bias.shape)
    }
  }

  /// Twice as high and wide, or one less.
  private func doubled(_ h: Tensor, to size: SizeLadder.Size) -> Tensor {
    var result = upsampleNearest(h)
    if result.shape[1] > size.height { result = result.slice(0..<size.height, along: 1) }
    if result.shape[2] > size.width { result = result.slice(0..<size.width, along: 2) }
    return result
  }
}
