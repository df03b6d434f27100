import Preconditions
public import Randomness
public import TensorCore

/// A transposed convolutional layer, which enlarges images `[N, H, W, C]`.
public final class ConvTranspose2D: Layer, Partwise {
  /// `[kernelH, kernelW, outputChannels / groups, inputChannels]`.
  public let weight: Parameter
  /// `[outputChannels]`, if the layer has one.
  public let bias: Parameter?
  private let settings: ConvolutionSettings
  private let outputSize: (Int, Int)?

  /// A layer with freshly drawn weights.
  ///
  /// - Parameters:
  ///   - inputChannels: Channels of the images that come in.
  ///   - outputChannels: Channels of the images that go out.
  ///   - kernel: Height and width of the kernel.
  ///   - settings: Those of the convolution whose transpose this is.
  ///   - outputSize: Height and width of the output where several are possible; see
  ///     `convTranspose2D`.
  ///   - hasBias: Whether a learned bias is added.
  ///   - weights: How the weights are drawn.
  ///   - biases: How the bias is drawn.
  ///   - random: Where random numbers come from.
  /// - Precondition: All sizes are positive, and the groups divide both channel counts.
  public init(
    _ inputChannels: Int,
    _ outputChannels: Int,
    kernel: Int,
    _ settings: ConvolutionSettings = ConvolutionSettings(),
    outputSize: (Int, Int)? = nil,
    hasBias: Bool = true,
    weights: Initializer = .pyTorchDefault,
    biases: Initializer = .zeros,
    using random: RandomStream
  ) {
    require(
      inputChannels > 0 && outputChannels > 0 && kernel > 0
        && inputChannels % settings.groups == 0 && outputChannels % settings.groups == 0,
      """
      ConvTranspose2D: \(inputChannels) to \(outputChannels) channels in \(settings.groups) \
      groups with a kernel of \(kernel)
      """
    )
    // The fans are those of the transposed layer's own direction; PyTorch takes the other way.
    let taps = kernel * kernel
    let fans = Initializer.Fans(
      input: taps * inputChannels / settings.groups,
      output: taps * outputChannels / settings.groups
    )
    let shape: Shape = [kernel, kernel, outputChannels / settings.groups, inputChannels]
    weight = Parameter(weights(shape, fans: fans, using: random))
    bias = hasBias ? Parameter(biases([outputChannels], fans: fans, using: random)) : nil
    self.settings = settings
    self.outputSize = outputSize
  }

  /// Maps `[N, H, W, inputChannels]` to `[N, H', W', outputChannels]`.
  public func callAsFunction(_ x: Tensor) -> Tensor {
    convTranspose2D(x, weight.value, bias: bias?.value, settings, outputSize: outputSize)
  }
}
