import OneDNN

/// A convolution pass with its operands, to be computed by any algorithm.
struct ConvolutionCall {
  private let geometry: ConvolutionGeometry
  private let pass: ConvolutionPass
  private let images: Storage
  private let other: Storage
  private let bias: Storage?

  /// A pass to compute.
  ///
  /// - Parameters:
  ///   - geometry: The sizes.
  ///   - pass: The pass.
  ///   - images: The input, or the output's gradient for the input gradient.
  ///   - other: The weights, or the output's gradient for the weight gradient.
  ///   - bias: Added to each pixel of the output, if given.
  init(
    _ geometry: ConvolutionGeometry,
    _ pass: ConvolutionPass,
    images: Storage,
    other: Storage,
    bias: Storage? = nil
  ) {
    self.geometry = geometry
    self.pass = pass
    self.images = images
    self.other = other
    self.bias = bias
  }

  /// Computes the pass by the algorithm chosen for it.
  func result() -> Storage {
    let algorithm = Context.current.convolutions.algorithm(for: geometry, pass) { candidates in
      let trial = Storage(count: resultCount)
      return Stopwatch.fastest(of: candidates, running: { run(by: $0, into: trial) })
    }
    let result = Storage(count: resultCount)
    run(by: algorithm, into: result)
    return result
  }

  private var resultCount: Int {
    let g = geometry
    return switch pass {
    case .forward: g.batch * g.output.height * g.output.width * g.output.channels
    case .inputGradient: g.batch * g.input.height * g.input.width * g.input.channels
    case .weightGradient:
      g.kernel.vertical * g.kernel.horizontal * (g.input.channels / g.groups) * g.output.channels
    }
  }

  private func run(by algorithm: ConvolutionAlgorithm, into result: Storage) {
    if let own = PlannedConvolution(geometry, pass, by: algorithm) {
      own(images: images.base, other: other.base, bias: bias?.base, result: result.base)
    } else {
      runOneDNN(into: result)
    }
  }

  private func runOneDNN(into result: Storage) {
    ThreadPool.prepare()
    switch pass {
    case .forward:
      Convolution.of(geometry.forOneDNN, .forward(hasBias: bias != nil)).forward(
        input: images.base,
        weights: other.base,
        bias: bias?.base,
        output: result.base
      )
    case .inputGradient:
      Convolution.of(geometry.forOneDNN, .inputGradient).inputGradient(
        outputGradient: images.base,
        weights: other.base,
        inputGradient: result.base
      )
    case .weightGradient:
      Convolution.of(geometry.forOneDNN, .weightGradient).weightGradient(
        input: images.base,
        outputGradient: other.base,
        weightGradient: result.base
      )
    }
  }
}

extension ConvolutionGeometry {
  /// The sizes in oneDNN's form.
  fileprivate var forOneDNN: Convolution.Sizes {
    Convolution.Sizes(
      input: [batch, input.height, input.width, input.channels],
      output: [batch, output.height, output.width, output.channels],
      kernel: [kernel.vertical, kernel.horizontal],
      stride: [stride.vertical, stride.horizontal],
      dilation: [dilation.vertical, dilation.horizontal],
      paddingBefore: [paddingBefore.vertical, paddingBefore.horizontal],
      paddingAfter: [paddingAfter.vertical, paddingAfter.horizontal],
      groups: groups
    )
  }
}
