import OneDNN

extension Kernels {
  /// A convolution, with a bias added to every pixel where there is one.
  static func convolution(
    _ input: Storage,
    _ weights: Storage,
    bias: Storage?,
    _ geometry: ConvolutionGeometry
  ) -> Storage {
    let g = geometry
    let result = Storage(count: g.batch * g.output.height * g.output.width * g.output.channels)
    if let own = own(g, .forward) {
      own(images: input.base, other: weights.base, bias: bias?.base, result: result.base)
      return result
    }
    ThreadPool.prepare()
    Convolution.of(g, .forward(hasBias: bias != nil)).forward(
      input: input.base,
      weights: weights.base,
      bias: bias?.base,
      output: result.base
    )
    return result
  }

  /// The gradient of a convolution's input; also a transposed convolution.
  static func convolutionInputGradient(
    _ outputGradient: Storage,
    _ weights: Storage,
    _ geometry: ConvolutionGeometry
  ) -> Storage {
    let g = geometry
    let result = Storage(count: g.batch * g.input.height * g.input.width * g.input.channels)
    if let own = own(g, .inputGradient) {
      own(images: outputGradient.base, other: weights.base, result: result.base)
      return result
    }
    ThreadPool.prepare()
    Convolution.of(g, .inputGradient).inputGradient(
      outputGradient: outputGradient.base,
      weights: weights.base,
      inputGradient: result.base
    )
    return result
  }

  /// The gradient of a convolution's weights.
  static func convolutionWeightGradient(
    _ input: Storage,
    _ outputGradient: Storage,
    _ geometry: ConvolutionGeometry
  ) -> Storage {
    let g = geometry
    let taps = g.kernel.vertical * g.kernel.horizontal
    let result = Storage(count: taps * (g.input.channels / g.groups) * g.output.channels)
    if let own = own(g, .weightGradient) {
      own(images: input.base, other: outputGradient.base, result: result.base)
      return result
    }
    ThreadPool.prepare()
    Convolution.of(g, .weightGradient).weightGradient(
      input: input.base,
      outputGradient: outputGradient.base,
      weightGradient: result.base
    )
    return result
  }

  /// An algorithm of ours for a pass, if there is one and it may be used.
  private static func own(
    _ geometry: ConvolutionGeometry,
    _ pass: PlannedConvolution.Pass
  ) -> PlannedConvolution? {
    guard ConvolutionAlgorithms.chosen == .automatic else { return nil }
    return PlannedConvolution(geometry, pass)
  }
}
