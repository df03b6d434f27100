import Preconditions

/// The transposed convolution of images with a kernel: what carries gradients back through
/// `conv2D`, used to enlarge images.
///
/// Source: Dumoulin and Visin 2016, "A guide to convolution arithmetic for deep learning",
/// chapter 4.
///
/// - Parameters:
///   - images: `[N, H, W, inputChannels]`.
///   - weights: `[kernelH, kernelW, outputChannels / groups, inputChannels]`.
///   - bias: `[outputChannels]`.
///   - settings: Those of the convolution whose transpose this is.
///   - outputSize: Height and width of the output where several are possible (a stride of 2 takes
///     both 7 and 8 rows to 4); by default `H · stride` for `.same`, the smallest otherwise.
/// - Returns: `[N, H', W', outputChannels]`.
/// - Precondition: The shapes fit.
public func convTranspose2D(
  _ images: Tensor,
  _ weights: Tensor,
  bias: Tensor? = nil,
  _ settings: ConvolutionSettings = ConvolutionSettings(),
  outputSize: (Int, Int)? = nil
) -> Tensor {
  require(
    images.rank == 4 && weights.rank == 4 && weights.shape[3] == images.shape[3],
    "convTranspose2D: weights of \(weights.shape) for images of \(images.shape)"
  )
  let size = outputSize ?? settings.transposedSize(images: images.shape, weights: weights.shape)
  let outputChannels = weights.shape[2] * settings.groups
  let geometry = settings.geometry(
    images: [images.shape[0], size.0, size.1, outputChannels],
    weights: weights.shape
  )
  require(
    geometry.outputShape == images.shape,
    """
    convTranspose2D: an output of \(size) would come from images of \(geometry.outputShape), \
    not \(images.shape)
    """
  )
  let output = convolutionInputGradient(images, weights, geometry)
  guard let bias else { return output }
  require(
    bias.shape == [outputChannels],
    "convTranspose2D: a bias of \(bias.shape) for \(outputChannels) channels"
  )
  return output + bias
}

extension ConvolutionSettings {
  /// The output size of a transposed convolution where none is asked for.
  fileprivate func transposedSize(images: Shape, weights: Shape) -> (Int, Int) {
    func size(_ length: Int, _ kernel: Int, _ stride: Int, _ dilation: Int, _ pad: Int) -> Int {
      (length - 1) * stride + dilation * (kernel - 1) + 1 - 2 * pad
    }
    var pads = (0, 0)
    switch padding {
    case .same: return (images[1] * stride.0, images[2] * stride.1)
    case .valid: break
    case .symmetric(let rows, let columns): pads = (rows, columns)
    }
    let rows = size(images[1], weights[0], stride.0, dilation.0, pads.0)
    let columns = size(images[2], weights[1], stride.1, dilation.1, pads.1)
    require(
      rows > 0 && columns > 0,
      "convTranspose2D: padding \(pads) leaves nothing of images of \(images)"
    )
    return (rows, columns)
  }
}
