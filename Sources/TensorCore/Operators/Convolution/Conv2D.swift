import OneDNN

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
  let output = Profiler.measure(geometry.profileName(.forward), geometry.work) {
    Kernels.convolution(images.storage, weights.storage, bias: bias?.storage, geometry)
  }
  return .recorded(
    "conv2D",
    Tensor(output, shape: geometry.outputShape),
    inputs: [images, weights] + (bias.map { [$0] } ?? []),
    saving: [images, weights]
  ) { pass in
    let bias = pass.hasInput(2) && pass.needs(2) ? pass.gradient.sum(along: [0, 1, 2]) : nil
    let gradients = [
      pass.needs(0)
        ? convolutionInputGradient(pass.gradient, pass.saved(1), geometry) : nil,
      pass.needs(1)
        ? convolutionWeightGradient(pass.saved(0), pass.gradient, geometry) : nil,
    ]
    return pass.hasInput(2) ? gradients + [bias] : gradients
  }
}

/// The gradient of the images from that of the output and the weights.
func convolutionInputGradient(
  _ outputGradient: Tensor,
  _ weights: Tensor,
  _ geometry: ConvolutionGeometry
) -> Tensor {
  let values = Profiler.measure(geometry.profileName(.inputGradient), geometry.work) {
    Kernels.convolutionInputGradient(outputGradient.storage, weights.storage, geometry)
  }
  return .recorded(
    "convTranspose2D",
    Tensor(values, shape: geometry.inputShape),
    inputs: [outputGradient, weights],
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
  let values = Profiler.measure(geometry.profileName(.weightGradient), geometry.work) {
    Kernels.convolutionWeightGradient(images.storage, outputGradient.storage, geometry)
  }
  return .recorded(
    "conv2D weight gradient",
    Tensor(values, shape: geometry.weightShape),
    inputs: [images, outputGradient],
    saving: [images, outputGradient]
  ) { pass in
    [
      pass.needs(0)
        ? convolutionInputGradient(pass.saved(1), pass.gradient, geometry) : nil,
      pass.needs(1) ? convolution(pass.saved(0), pass.gradient, geometry) : nil,
    ]
  }
}
