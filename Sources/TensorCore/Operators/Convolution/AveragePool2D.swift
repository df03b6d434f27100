import Preconditions

/// The mean of each window of images `[N, H, W, C]`, channel by channel.
///
/// It is a convolution of every channel with a constant kernel, and differentiated as one.
///
/// - Parameters:
///   - images: `[N, H, W, C]`.
///   - kernel: Height and width of the window.
///   - stride: Steps of the window; its size if `nil`.
///   - padding: What stands around the images.
///   - countsPadding: Whether zeros around the image count as pixels (Chainer's and PyTorch's
///     default) or the mean is over real pixels only (Keras's).
/// - Returns: `[N, H', W', C]`.
/// - Precondition: The window fits, and every window holds at least one pixel unless padding counts.
public func averagePool2D(
  _ images: Tensor,
  kernel: (Int, Int),
  stride: (Int, Int)? = nil,
  padding: ConvolutionSettings.Padding = .valid,
  countsPadding: Bool = true
) -> Tensor {
  require(images.rank == 4, "averagePool2D: images of \(images.shape)")
  let channels = images.shape[3]
  let settings = ConvolutionSettings(
    stride: stride ?? kernel,
    padding: padding,
    groups: channels
  )
  let area = Float(kernel.0 * kernel.1)
  let window = Tensor(
    repeating: 1 / area,
    shape: [kernel.0, kernel.1, 1, channels]
  )
  let means = conv2D(images, window, settings)
  if countsPadding || padding == .valid { return means }
  let real = withoutRecording {
    conv2D(
      Tensor.ones([1, images.shape[1], images.shape[2], channels]),
      window,
      settings
    )
  }
  require(
    real.scalars.allSatisfy { $0 > 0 },
    "averagePool2D: a window of padding only, for images of \(images.shape)"
  )
  return means / real
}
