/// The sizes of a two-dimensional convolution over channels-last images.
public struct ConvolutionGeometry: Hashable, Sendable {
  /// The number of images.
  public var batch: Int
  /// Height, width and channels of the input images.
  public var input: Extent
  /// Height, width and channels of the output images.
  public var output: Extent
  /// Height and width of the kernel.
  public var kernel: Pair
  /// Steps of the kernel over the input.
  public var stride: Pair
  /// Distances between the kernel's taps; 1 is a dense kernel.
  public var dilation: Pair
  /// Rows and columns of zeros before the input.
  public var paddingBefore: Pair
  /// Rows and columns of zeros after the input; may be negative if the end of the input is unused.
  public var paddingAfter: Pair
  /// Independent groups of channels; divides both channel counts.
  public var groups: Int

  /// A geometry of the given sizes.
  public init(
    batch: Int,
    input: Extent,
    output: Extent,
    kernel: Pair,
    stride: Pair,
    dilation: Pair,
    paddingBefore: Pair,
    paddingAfter: Pair,
    groups: Int
  ) {
    self.batch = batch
    self.input = input
    self.output = output
    self.kernel = kernel
    self.stride = stride
    self.dilation = dilation
    self.paddingBefore = paddingBefore
    self.paddingAfter = paddingAfter
    self.groups = groups
  }

  /// A vertical and a horizontal number.
  public struct Pair: Hashable, Sendable {
    /// The vertical one.
    public var vertical: Int
    /// The horizontal one.
    public var horizontal: Int

    /// Both numbers.
    public init(_ vertical: Int, _ horizontal: Int) {
      self.vertical = vertical
      self.horizontal = horizontal
    }

    /// The same number in both directions.
    public init(_ both: Int) { self.init(both, both) }
  }

  /// The size of an image.
  public struct Extent: Hashable, Sendable {
    /// Height in pixels.
    public var height: Int
    /// Width in pixels.
    public var width: Int
    /// Values per pixel.
    public var channels: Int

    /// A size.
    public init(_ height: Int, _ width: Int, _ channels: Int) {
      self.height = height
      self.width = width
      self.channels = channels
    }
  }

  /// Multiplications and additions in one pass, including those with padding.
  public var floatingPointOperations: Double {
    2 * Double(batch * output.height * output.width * output.channels)
      * Double(kernel.vertical * kernel.horizontal) * Double(input.channels / groups)
  }
}

extension ConvolutionGeometry {
  /// The shape of the input images.
  public var inputShape: Shape { [batch, input.height, input.width, input.channels] }
  /// The shape of the output images.
  public var outputShape: Shape { [batch, output.height, output.width, output.channels] }
  /// The shape of the weights.
  public var weightShape: Shape {
    [kernel.vertical, kernel.horizontal, input.channels / groups, output.channels]
  }

  /// The shape of the images whose upsampling by two is the input.
  var halvedInputShape: Shape { [batch, input.height / 2, input.width / 2, input.channels] }
}
