import Preconditions
public import Randomness
public import TensorCore

/// A convolutional layer over images `[N, H, W, C]`.
public final class Conv2D: WeightedLayer, Partwise {
  /// `[kernelH, kernelW, inputChannels / groups, outputChannels]`.
  public let weight: Parameter
  /// `[outputChannels]`, if the layer has one.
  public let bias: Parameter?
  private let settings: ConvolutionSettings

  /// A layer with freshly drawn weights.
  ///
  /// - Precondition: All sizes are positive, and the groups divide both channel counts.
  public init(
    _ inputChannels: Int,
    _ outputChannels: Int,
    kernel: (Int, Int),
    _ settings: ConvolutionSettings = ConvolutionSettings(),
    hasBias: Bool = true,
    weights: Initializer = .pyTorchDefault,
    biases: Initializer = .zeros,
    using random: RandomStream
  ) {
    require(
      inputChannels > 0 && outputChannels > 0 && kernel.0 > 0 && kernel.1 > 0
        && inputChannels % settings.groups == 0 && outputChannels % settings.groups == 0,
      """
      Conv2D: \(inputChannels) to \(outputChannels) channels in \(settings.groups) groups with a \
      kernel of \(kernel)
      """
    )
    let taps = kernel.0 * kernel.1
    let fans = Initializer.Fans(
      input: taps * inputChannels / settings.groups,
      output: taps * outputChannels / settings.groups
    )
    let shape: Shape = [kernel.0, kernel.1, inputChannels / settings.groups, outputChannels]
    weight = Parameter(weights(shape, fans: fans, using: random))
    bias = hasBias ? Parameter(biases([outputChannels], fans: fans, using: random)) : nil
    self.settings = settings
  }

  /// A layer with a square kernel.
  public convenience init(
    _ inputChannels: Int,
    _ outputChannels: Int,
    kernel: Int,
    _ settings: ConvolutionSettings = ConvolutionSettings(),
    hasBias: Bool = true,
    weights: Initializer = .pyTorchDefault,
    biases: Initializer = .zeros,
    using random: RandomStream
  ) {
    self.init(
      inputChannels,
      outputChannels,
      kernel: (kernel, kernel),
      settings,
      hasBias: hasBias,
      weights: weights,
      biases: biases,
      using: random
    )
  }

  /// Maps `[N, H, W, inputChannels]` to `[N, H', W', outputChannels]`, with a weight of the shape of the
  /// layer's own.
  public func callAsFunction(_ x: Tensor, weight: Tensor) -> Tensor {
    conv2D(x, weight, bias: bias?.value, settings)
  }
}
