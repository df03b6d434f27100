import Preconditions

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
  let results = Tensor.computed(.maximumPool(geometry), [images])
  let inputShape = geometry.inputShape
  return .recorded("maxPool2D", results[0], inputs: [images], saving: [results[1]]) { pass in
    [unpooled(pass.gradient, to: pass.saved(0), inputShape)]
  }
}

// Once the indices of the largest values are known, pooling only picks values, and its backward pass only
// puts them: two linear functions, each the other's transpose.

/// Values at the argmax indices, zeros elsewhere; what was the largest of several windows adds up.
private func unpooled(_ values: Tensor, to indices: Tensor, _ shape: Shape) -> Tensor {
  let images = Tensor.computed(.scatterAdd(into: shape), values, indices, shape: shape)
  return .recorded("maxPool2D gradient", images, inputs: [values], saving: [indices]) { pass in
    [picked(pass.gradient, from: pass.saved(0))]
  }
}

/// The values at the argmax indices.
private func picked(_ images: Tensor, from indices: Tensor) -> Tensor {
  let values = Tensor.computed(.pick, images, indices, shape: indices.shape)
  let full = images.shape
  return .recorded("maxPool2D pick", values, inputs: [images], saving: [indices]) { pass in
    [unpooled(pass.gradient, to: pass.saved(0), full)]
  }
}
