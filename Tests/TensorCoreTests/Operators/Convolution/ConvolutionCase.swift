import TensorCore
import Testing

/// A convolution's sizes and settings.
struct ConvolutionCase: CustomTestStringConvertible, Sendable {
  let images: Shape
  let weights: Shape
  let settings: ConvolutionSettings

  var testDescription: String {
    """
    \(images) * \(weights), stride \(settings.stride), dilation \(settings.dilation), \
    \(settings.padding), groups \(settings.groups)
    """
  }

  init(
    _ images: Shape,
    kernel: (Int, Int),
    to channels: Int,
    stride: (Int, Int) = (1, 1),
    _ padding: ConvolutionSettings.Padding = .valid,
    dilation: (Int, Int) = (1, 1),
    groups: Int = 1
  ) {
    self.images = images
    weights = [kernel.0, kernel.1, images[3] / groups, channels]
    settings = ConvolutionSettings(
      stride: stride,
      padding: padding,
      dilation: dilation,
      groups: groups
    )
  }

  /// Whether the kernel finds a place on every axis.
  var fits: Bool {
    (0..<2).allSatisfy { axis in
      let dilation = [settings.dilation.0, settings.dilation.1][axis]
      let reach = (weights[axis] - 1) * dilation + 1
      return switch settings.padding {
      case .same: true
      case .valid: images[1 + axis] >= reach
      case .symmetric(let rows, let columns):
        images[1 + axis] + 2 * [rows, columns][axis] >= reach
      }
    }
  }

  /// Square kernels of all sizes with all strides and kinds of padding.
  static let squares: [ConvolutionCase] = [1, 2, 3, 4, 5].flatMap { kernel in
    [1, 2, 3].flatMap { stride in
      ([.valid, .same, .symmetric(1, 1), .symmetric(2, 0)] as [ConvolutionSettings.Padding]).map {
        ConvolutionCase(
          [2, 7, 6, 2],
          kernel: (kernel, kernel),
          to: 3,
          stride: (stride, stride),
          $0
        )
      }
    }
  }.filter(\.fits)

  /// What the recipes use, at a smaller size, and what is odd.
  static let special: [ConvolutionCase] = [
    // The recipes' kernels.
    ConvolutionCase([3, 8, 8, 16], kernel: (4, 4), to: 8, stride: (2, 2), .symmetric(1, 1)),
    ConvolutionCase([3, 8, 8, 3], kernel: (3, 3), to: 16, .symmetric(1, 1)),
    ConvolutionCase([1, 4, 4, 8], kernel: (3, 3), to: 16, .symmetric(1, 1)),
    ConvolutionCase([3, 7, 7, 8], kernel: (5, 5), to: 16, stride: (2, 2), .same),
    ConvolutionCase([1, 14, 14, 1], kernel: (5, 5), to: 16, .same),
    ConvolutionCase([3, 9, 9, 16], kernel: (5, 5), to: 8),
    // Kernels and images that are not square, axes that differ.
    ConvolutionCase([1, 5, 9, 2], kernel: (1, 3), to: 3, stride: (1, 2), .same),
    ConvolutionCase([3, 9, 5, 3], kernel: (4, 1), to: 2, stride: (3, 1), .symmetric(2, 0)),
    ConvolutionCase([1, 6, 11, 8], kernel: (2, 5), to: 17, stride: (2, 3), .symmetric(0, 2)),
    ConvolutionCase([3, 3, 8, 17], kernel: (3, 2), to: 1, stride: (1, 3), .same),
    // Dilation.
    ConvolutionCase([1, 7, 7, 2], kernel: (3, 3), to: 2, dilation: (2, 2)),
    ConvolutionCase([3, 7, 9, 3], kernel: (3, 2), to: 8, stride: (2, 1), .same, dilation: (2, 1)),
    ConvolutionCase([1, 8, 9, 16], kernel: (2, 4), to: 8, .symmetric(2, 2), dilation: (1, 2)),
    ConvolutionCase(
      [2, 9, 9, 4],
      kernel: (3, 3),
      to: 6,
      stride: (2, 3),
      .symmetric(1, 2),
      dilation: (2, 2),
      groups: 2
    ),
    // Groups, depthwise and with several outputs a channel.
    ConvolutionCase([3, 5, 6, 8], kernel: (3, 3), to: 8, .same, groups: 8),
    ConvolutionCase([1, 5, 6, 3], kernel: (2, 2), to: 6, stride: (2, 2), groups: 3),
    ConvolutionCase([3, 6, 5, 16], kernel: (4, 4), to: 32, stride: (2, 2), .same, groups: 2),
    ConvolutionCase([1, 4, 4, 17], kernel: (3, 3), to: 17, .symmetric(1, 1), groups: 17),
    ConvolutionCase([2, 4, 4, 6], kernel: (1, 1), to: 9, groups: 3),
    // The smallest.
    ConvolutionCase([1, 1, 1, 1], kernel: (1, 1), to: 1),
    ConvolutionCase([3, 1, 1, 8], kernel: (1, 1), to: 16),
    ConvolutionCase([1, 1, 1, 2], kernel: (3, 3), to: 3, .same),
    ConvolutionCase([3, 1, 1, 17], kernel: (5, 5), to: 2, .symmetric(2, 2)),
    ConvolutionCase([1, 1, 6, 1], kernel: (1, 4), to: 2, stride: (2, 2), .same),
    ConvolutionCase([1, 2, 2, 1], kernel: (2, 2), to: 1),
    // A stride over the image's end, and one larger than the kernel.
    ConvolutionCase([1, 6, 8, 2], kernel: (3, 3), to: 2, stride: (2, 3)),
    ConvolutionCase([2, 8, 7, 3], kernel: (1, 1), to: 4, stride: (3, 2), .same),
    ConvolutionCase([2, 8, 7, 3], kernel: (2, 1), to: 4, stride: (3, 3), .symmetric(1, 1)),
    // Padding as wide as the kernel.
    ConvolutionCase([1, 3, 3, 2], kernel: (2, 2), to: 2, .symmetric(2, 2)),
  ]

  static let channels: [ConvolutionCase] = [1, 2, 3, 8, 16, 17].flatMap { from in
    [1, 2, 3, 8, 16, 17].flatMap { to in
      [
        ConvolutionCase([1, 5, 4, from], kernel: (3, 3), to: to, .symmetric(1, 1)),
        ConvolutionCase([3, 6, 6, from], kernel: (4, 4), to: to, stride: (2, 2), .symmetric(1, 1)),
      ]
    }
  }

  static let all = squares + special + channels
}
