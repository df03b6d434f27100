import Preconditions

/// The convolution (cross-correlation) of images with a kernel.
///
/// y[n, i, j, o] = b[o] + Σ x[n, i·s + a·d − p, j·s + b·d − p, c] · w[a, b, c, o].
///
/// - Parameters:
///   - images: `[N, H, W, inputChannels]`.
///   - weights: `[kernelH, kernelW, inputChannels / groups, outputChannels]`.
///   - bias: `[outputChannels]`.
///   - settings: How the kernel moves: stride, padding, dilation and groups.
/// - Returns: `[N, H', W', outputChannels]`.
/// - Precondition: The shapes fit.
public func conv2D(
  _ images: Tensor,
  _ weights: Tensor,
  bias: Tensor? = nil,
  _ settings: ConvolutionSettings = ConvolutionSettings()
) -> Tensor {
  let geometry = settings.geometry(images: images.shape, weights: weights.shape)
  return convolution(images, weights, bias: bias, geometry)
}

// The three functions below are linear in each operand, and each one's derivatives are the other
// two: a convolution can be differentiated as often as one likes.
// Source: Dumoulin and Visin 2016, "A guide to convolution arithmetic for deep learning".

/// Output from images and weights.
func convolution(
  _ images: Tensor,
  _ weights: Tensor,
  bias: Tensor? = nil,
  _ geometry: ConvolutionGeometry
) -> Tensor {
  require(
    bias.map { $0.shape == [geometry.output.channels] } ?? true,
    "conv2D: a bias of \(bias?.shape ?? []) for \(geometry.output.channels) channels"
  )
  let inputs = [images, weights] + (bias.map { [$0] } ?? [])
  return .recorded(
    "conv2D",
    Tensor.computed(.convolution(geometry), inputs)[0],
    inputs: inputs,
    saving: [images, weights]
  ) { pass in
    let bias = pass.hasInput(2) && pass.needs(2) ? biasGradient(pass, geometry) : nil
    let gradients = [
      pass.needs(0)
        ? convolutionInputGradient(pass.gradient, pass.saved(1), geometry) : nil,
      pass.needs(1)
        ? convolutionWeightGradient(pass.saved(0), pass.gradient, geometry) : nil,
    ]
    return pass.hasInput(2) ? gradients + [bias] : gradients
  }
}

/// Σ dy over all pixels of all images.
private func biasGradient(_ pass: BackwardPass, _ geometry: ConvolutionGeometry) -> Tensor {
  if pass.createsGraph { return pass.gradient.sum(along: [0, 1, 2]) }
  return .computed(
    .convolutionBiasGradient(geometry),
    pass.saved(0).detached,
    pass.gradient,
    shape: [geometry.output.channels]
  )
}

/// The gradient of the images from that of the output and the weights.
func convolutionInputGradient(
  _ outputGradient: Tensor,
  _ weights: Tensor,
  _ geometry: ConvolutionGeometry
) -> Tensor {
  .applying(
    .convolutionInputGradient(geometry),
    to: outputGradient,
    weights,
    shape: geometry.inputShape,
    saving: [outputGradient, weights]
  ) { pass in
    [
      pass.needs(0) ? convolution(pass.gradient, pass.saved(1), geometry) : nil,
      pass.needs(1)
        ? convolutionWeightGradient(pass.gradient, pass.saved(0), geometry) : nil,
    ]
  }
}

/// The gradient of the weights from the images and the output's gradient.
func convolutionWeightGradient(
  _ images: Tensor,
  _ outputGradient: Tensor,
  _ geometry: ConvolutionGeometry
) -> Tensor {
  .applying(
    .convolutionWeightGradient(geometry),
    to: images,
    outputGradient,
    shape: geometry.weightShape,
    saving: [images, outputGradient]
  ) { pass in
    [
      pass.needs(0)
        ? convolutionInputGradient(pass.saved(1), pass.gradient, geometry) : nil,
      pass.needs(1) ? convolution(pass.saved(0), pass.gradient, geometry) : nil,
    ]
  }
}
