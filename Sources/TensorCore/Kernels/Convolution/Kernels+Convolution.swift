import OneDNN

extension Kernels {
  /// A convolution, with a bias added to every pixel where there is one.
  static func convolution(
    _ input: Storage,
    _ weights: Storage,
    bias: Storage?,
    _ geometry: ConvolutionGeometry
  ) -> Storage {
    ConvolutionCall(geometry, .forward, images: input, other: weights, bias: bias).result()
  }

  /// The gradient of a convolution's input; also a transposed convolution.
  static func convolutionInputGradient(
    _ outputGradient: Storage,
    _ weights: Storage,
    _ geometry: ConvolutionGeometry
  ) -> Storage {
    ConvolutionCall(geometry, .inputGradient, images: outputGradient, other: weights).result()
  }

  /// The gradient of a convolution's weights.
  static func convolutionWeightGradient(
    _ input: Storage,
    _ outputGradient: Storage,
    _ geometry: ConvolutionGeometry
  ) -> Storage {
    ConvolutionCall(geometry, .weightGradient, images: input, other: outputGradient).result()
  }
}
