import OneDNN

/// The largest value of each window of images `[N, H, W, C]`, channel by channel.
///
/// Padding never wins. Where several values of a window are equal, the first in reading order
/// takes the gradient, as in PyTorch and Chainer.
///
/// - Parameters:
///   - images: `[N, H, W, C]`.
///   - kernel: Height and width of the window.
///   - stride: Steps of the window; its size if `nil`.
///   - padding: What stands around the images.
/// - Returns: `[N, H', W', C]`.
/// - Precondition: Every window holds at least one pixel.
public func maxPool2D(
  _ images: Tensor,
  kernel: (Int, Int),
  stride: (Int, Int)? = nil,
  padding: ConvolutionSettings.Padding = .valid
) -> Tensor {
  require(images.rank == 4, "maxPool2D: images of \(images.shape)")
  let channels = images.shape[3]
  let geometry = ConvolutionSettings(
    stride: stride ?? kernel,
    padding: padding,
    groups: channels
  ).geometry(images: images.shape, weights: [kernel.0, kernel.1, 1, channels])
  let (values, places) = Kernels.maximumPool(images.storage, geometry)
  let (inputShape, outputShape) = (geometry.inputShape, geometry.outputShape)
  return .recorded("maxPool2D", Tensor(values, shape: outputShape), inputs: [images]) { pass in
    [unpooled(pass.gradient, to: places, inputShape)]
  }
}

// Once the places of the winners are known, pooling only picks values, and its way back only puts
// them: two linear functions, each the other's transpose.

/// Values at the winners' places, zeros elsewhere; places that won several windows add up.
private func unpooled(_ values: Tensor, to places: Places, _ shape: Shape) -> Tensor {
  let images = Kernels.addAt(places, values.storage, count: shape.elementCount)
  let pooled = values.shape
  return .recorded("maxPool2D gradient", Tensor(images, shape: shape), inputs: [values]) { pass in
    [picked(pass.gradient, from: places, pooled)]
  }
}

/// The values at the winners' places.
private func picked(_ images: Tensor, from places: Places, _ shape: Shape) -> Tensor {
  let values = Kernels.pick(images.storage, at: places)
  let full = images.shape
  return .recorded("maxPool2D pick", Tensor(values, shape: shape), inputs: [images]) { pass in
    [unpooled(pass.gradient, to: places, full)]
  }
}
