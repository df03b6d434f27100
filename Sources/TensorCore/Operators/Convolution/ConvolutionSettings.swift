import Preconditions

/// How a kernel moves over images: steps, taps, borders and groups of channels.
public struct ConvolutionSettings: Hashable, Sendable {
  /// What stands around the images.
  public enum Padding: Hashable, Sendable {
    /// Nothing: the kernel stays inside.
    case valid
    /// TensorFlow's rule: as many zeros as make the output `ceil(input / stride)` long, the odd one
    /// after the image.
    case same
    /// Rows of zeros above and below, columns of zeros left and right.
    case symmetric(Int, Int)
  }

  /// Rows and columns from one position of the kernel to the next.
  public var stride: (Int, Int) { (strides.vertical, strides.horizontal) }
  /// Rows and columns from one tap of the kernel to the next; 1 is a dense kernel.
  public var dilation: (Int, Int) { (dilations.vertical, dilations.horizontal) }
  /// What stands around the images.
  public let padding: Padding
  /// Groups of channels that do not see each other.
  public let groups: Int

  private let strides: ConvolutionGeometry.Pair
  private let dilations: ConvolutionGeometry.Pair

  /// Different settings for rows and columns.
  ///
  /// - Precondition: All numbers are positive; a symmetric padding is not negative.
  public init(
    stride: (Int, Int),
    padding: Padding = .valid,
    dilation: (Int, Int) = (1, 1),
    groups: Int = 1
  ) {
    require(
      stride.0 > 0 && stride.1 > 0 && dilation.0 > 0 && dilation.1 > 0 && groups > 0,
      "convolution: stride \(stride), dilation \(dilation) and groups \(groups) must be positive"
    )
    if case .symmetric(let rows, let columns) = padding {
      require(
        rows >= 0 && columns >= 0,
        "convolution: negative padding (\(rows), \(columns))"
      )
    }
    strides = .init(stride.0, stride.1)
    dilations = .init(dilation.0, dilation.1)
    self.padding = padding
    self.groups = groups
  }

  /// The same settings for rows and columns.
  public init(stride: Int = 1, padding: Padding = .valid, dilation: Int = 1, groups: Int = 1) {
    self.init(
      stride: (stride, stride),
      padding: padding,
      dilation: (dilation, dilation),
      groups: groups
    )
  }

  /// The same settings for rows and columns, with `padding` zeros on all sides.
  public init(stride: Int = 1, padding: Int, dilation: Int = 1, groups: Int = 1) {
    self.init(
      stride: stride,
      padding: .symmetric(padding, padding),
      dilation: dilation,
      groups: groups
    )
  }

  /// The geometry of a convolution of `images` `[N, H, W, C]` with a kernel.
  func geometry(images: Shape, weights: Shape) -> ConvolutionGeometry {
    require(
      images.rank == 4 && weights.rank == 4,
      "convolution: images of \(images) and weights of \(weights) must have four axes"
    )
    let kernel = ConvolutionGeometry.Pair(weights[0], weights[1])
    let rows = extent(images[1], kernel.vertical, stride.0, dilation.0, padding.rows)
    let columns = extent(images[2], kernel.horizontal, stride.1, dilation.1, padding.columns)
    require(
      images.elementCount > 0 && weights.elementCount > 0 && rows.output > 0
        && columns.output > 0 && images[3] == weights[2] * groups && weights[3] % groups == 0,
      """
      convolution: weights of \(weights) in \(groups) groups do not fit images of \(images) with \
      stride \(stride), dilation \(dilation) and padding \(padding)
      """
    )
    return ConvolutionGeometry(
      batch: images[0],
      input: .init(images[1], images[2], images[3]),
      output: .init(rows.output, columns.output, weights[3]),
      kernel: kernel,
      stride: strides,
      dilation: dilations,
      paddingBefore: .init(rows.before, columns.before),
      paddingAfter: .init(rows.after, columns.after),
      groups: groups
    )
  }

  /// The output's length along one direction, and the zeros around the input.
  private func extent(
    _ input: Int,
    _ kernel: Int,
    _ stride: Int,
    _ dilation: Int,
    _ symmetric: Int?
  ) -> (output: Int, before: Int, after: Int) {
    let reach = dilation * (kernel - 1) + 1
    if let symmetric {
      let room = input + 2 * symmetric - reach
      return (room < 0 ? 0 : room / stride + 1, symmetric, symmetric)
    }
    let output = (input + stride - 1) / stride
    let total = max((output - 1) * stride + reach - input, 0)
    return (output, total / 2, total - total / 2)
  }
}

extension ConvolutionSettings.Padding {
  /// Zeros above and below, or `nil` where TensorFlow's rule decides.
  fileprivate var rows: Int? {
    switch self {
    case .valid: 0
    case .same: nil
    case .symmetric(let rows, _): rows
    }
  }

  /// Zeros left and right, or `nil` where TensorFlow's rule decides.
  fileprivate var columns: Int? {
    switch self {
    case .valid: 0
    case .same: nil
    case .symmetric(_, let columns): columns
    }
  }
}
