internal import NeuralNetworks
internal import TensorCore

/// The passes through a residual block that `DiscriminatorPasses` are made of, off the tape.
extension R3GANBlock {
  /// What the passes through a block leave for each other.
  struct Trace {
    fileprivate let images: Shape
    fileprivate let expanded: Shape
    fileprivate let expandedSigns: Tensor
    fileprivate let mixedSigns: Tensor
    /// The gradients of what the three convolutions make.
    fileprivate var gradients: (expanded: Tensor, mixed: Tensor, output: Tensor)?
  }

  /// The block's result, with the signs that its leaky ReLUs met.
  func traced(_ x: Tensor) -> (Tensor, Trace) {
    let slope = R3GANStages.slope
    let (h, expandedSigns) = signedLeakyReLU(expand(x), slope: slope)
    let (mixed, mixedSigns) = signedLeakyReLU(mix(h), slope: slope)
    let trace = Trace(
      images: x.shape,
      expanded: h.shape,
      expandedSigns: expandedSigns,
      mixedSigns: mixedSigns
    )
    return (x + project(mixed), trace)
  }

  /// The gradient of what went in from that of what came out.
  func passBack(_ gradient: Tensor, _ trace: inout Trace) -> Tensor {
    let slope = R3GANStages.slope
    let mixed = leakyReLUGradient(
      project.imageGradient(gradient, images: trace.expanded),
      signs: trace.mixedSigns,
      slope: slope
    )
    let expanded = leakyReLUGradient(
      mix.imageGradient(mixed, images: trace.expanded),
      signs: trace.expandedSigns,
      slope: slope
    )
    trace.gradients = (expanded, mixed, gradient)
    return gradient + expand.imageGradient(expanded, images: trace.images)
  }

  /// The block's result with signs as they were, and the parameters' gradients.
  ///
  /// - Precondition: `passBack` came before.
  func passAgain(_ x: Tensor, _ trace: Trace, _ sum: inout ParameterGradients) -> Tensor {
    guard let gradients = trace.gradients else { fatalError("R3GANBlock: no gradients came back") }
    let slope = R3GANStages.slope
    sum.add(expand, x, gradients.expanded)
    let h = leakyReLUGradient(expand(x), signs: trace.expandedSigns, slope: slope)
    sum.add(mix, h, gradients.mixed)
    let mixed = leakyReLUGradient(mix(h), signs: trace.mixedSigns, slope: slope)
    sum.add(project, mixed, gradients.output)
    return x + project(mixed)
  }
}

extension ParameterGradients {
  /// Adds the gradients of a convolution's parameters.
  mutating func add(_ layer: Conv2D, _ images: Tensor, _ outputGradient: Tensor) {
    add(layer.weightGradient(images, outputGradient), to: layer.weight)
    if let bias = layer.bias { add(outputGradient.sum(along: [0, 1, 2]), to: bias) }
  }
}
