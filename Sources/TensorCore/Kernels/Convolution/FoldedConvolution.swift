import Preconditions

/// Convolutions of images whose pixels are doubled first, without the doubled images.
///
/// Doubled pixels come in four kinds (even or odd row, even or odd column), and for each kind the taps that
/// meet the same pixel add up: with folded weights, it is a convolution of the pixels themselves with four
/// times the outputs. A kernel of 5 becomes four of 3: 36 products instead of 100.
///
/// Source: Shi et al. 2016, "Is the deconvolution layer the same as a convolutional layer?",
/// arXiv:1609.07009, which tells of both forms.
struct FoldedConvolution {
  private let geometry: ConvolutionGeometry
  /// The convolution of the pixels themselves.
  let folded: ConvolutionGeometry
  private let kernel: Int
  /// Pixels that a folded kernel reaches to either side.
  private let reach: Int
  private var size: Int { 2 * reach + 1 }
  private var inputs: Int { geometry.input.channels }
  private var outputs: Int { geometry.output.channels }

  /// Whether a convolution of doubled pixels has a folded form that saves products.
  static func pays(for g: ConvolutionGeometry) -> Bool {
    let half = g.kernel.vertical / 2
    return g.groups == 1 && g.stride == .init(1) && g.dilation == .init(1)
      && g.kernel.vertical == g.kernel.horizontal && g.kernel.vertical >= 5
      && g.kernel.vertical % 2 == 1 && g.paddingBefore == .init(half)
      && g.paddingAfter == .init(half) && g.input.height % 2 == 0 && g.input.width % 2 == 0
  }

  /// The folded form of a convolution of doubled pixels.
  ///
  /// - Precondition: The kernel is square and odd, with a stride of 1 and padding to the same size.
  init(_ geometry: ConvolutionGeometry) {
    require(
      geometry.kernel.vertical == geometry.kernel.horizontal && geometry.kernel.vertical % 2 == 1
        && geometry.input.height == geometry.output.height
        && geometry.input.width == geometry.output.width,
      "FoldedConvolution: \(geometry) does not keep the size"
    )
    self.geometry = geometry
    kernel = geometry.kernel.vertical
    reach = (kernel / 2 + 1) / 2
    let (height, width) = (geometry.input.height / 2, geometry.input.width / 2)
    folded = ConvolutionGeometry(
      batch: geometry.batch,
      input: .init(height, width, geometry.input.channels),
      output: .init(height, width, 4 * geometry.output.channels),
      kernel: .init(2 * reach + 1),
      stride: .init(1),
      dilation: .init(1),
      paddingBefore: .init(reach),
      paddingAfter: .init(reach),
      groups: 1
    )
  }

  /// The output from the images before they are doubled.
  func forward(_ images: Storage, _ weights: Storage, bias: Storage?) -> Storage {
    let bias = bias.map { bias in
      let row = Operand(bias, [outputs])
      return Kernels.concatenate([row, row, row, row], along: 0, shape: [4 * outputs])
    }
    let kinds = Kernels.convolution(.forward, images, folded(weights), bias: bias, folded)
    return interleaved(kinds)
  }

  /// The gradient of the images before they are doubled.
  func inputGradient(_ gradient: Storage, _ weights: Storage) -> Storage {
    Kernels.convolution(.inputGradient, kinds(of: gradient), folded(weights), folded)
  }

  /// The gradient of the weights from the images before they are doubled.
  func weightGradient(_ images: Storage, _ gradient: Storage) -> Storage {
    let taps = Kernels.convolution(.weightGradient, images, kinds(of: gradient), folded)
    let shape: Shape = [size * size, inputs, 4, outputs]
    let columns = inputs * outputs
    return product(
      Kernels.gather(taps, StridedView(of: shape, permutedBy: [0, 2, 1, 3])),
      [size * size * 4, columns],
      transposing: true
    )
  }

  /// The gradient of the bias: that of each kind, and then their sum.
  func biasGradient(_ gradient: Storage) -> Storage {
    let kinds = Operand(kinds(of: gradient), folded.outputShape)
    let sums = Operand(Kernels.sum(kinds, axes: [0, 1, 2]), [4, outputs])
    return Kernels.sum(sums, axes: [0])
  }

  /// `[N, H, W, 4·C]` of four kinds as `[N, 2·H, 2·W, C]`.
  private func interleaved(_ kinds: Storage) -> Storage {
    let (batch, height, width) = (folded.batch, folded.output.height, folded.output.width)
    let shape: Shape = [batch, height, width, 2, 2, outputs]
    return Kernels.gather(kinds, StridedView(of: shape, permutedBy: [0, 1, 3, 2, 4, 5]))
  }

  /// `[N, 2·H, 2·W, C]` as `[N, H, W, 4·C]`, the kinds in the order even and odd row, even and odd column.
  private func kinds(of pixels: Storage) -> Storage {
    let (batch, height, width) = (folded.batch, folded.output.height, folded.output.width)
    let shape: Shape = [batch, height, 2, width, 2, outputs]
    return Kernels.gather(pixels, StridedView(of: shape, permutedBy: [0, 1, 3, 2, 4, 5]))
  }

  /// Weights `[kernel, kernel, in, out]` as `[size, size, in, 4·out]`.
  private func folded(_ weights: Storage) -> Storage {
    let product = product(weights, [kernel * kernel, inputs * outputs], transposing: false)
    let shape: Shape = [size * size, 4, inputs, outputs]
    return Kernels.gather(product, StridedView(of: shape, permutedBy: [0, 2, 1, 3]))
  }

  /// The folding's matrix, or its transpose, times another one.
  private func product(_ right: Storage, _ shape: Shape, transposing: Bool) -> Storage {
    let sizes: Shape = [size * size * 4, kernel * kernel]
    let geometry = MatrixProductGeometry(
      sizes,
      shape,
      transposesLeft: transposing,
      transposesRight: false
    )
    return Kernels.matrixProduct(matrix, right, geometry)
  }

  /// 1 where a tap of the kernel (column) belongs to a folded tap of a kind of pixel (row).
  private var matrix: Storage {
    let taps = kernel * kernel
    return Storage(count: size * size * 4 * taps) { matrix in
      matrix.update(repeating: 0)
      for kind in 0..<4 {
        for row in 0..<kernel {
          for column in 0..<kernel {
            let tap = place(row, kind / 2) * size + place(column, kind % 2)
            matrix[(tap * 4 + kind) * taps + row * kernel + column] = 1
          }
        }
      }
    }
  }

  /// The folded tap that a tap of the kernel becomes for even (0) or odd (1) doubled pixels.
  private func place(_ tap: Int, _ parity: Int) -> Int {
    // Rounded down: the doubled pixel 2i + parity + tap − kernel/2 is a copy of the pixel i + ….
    let offset = parity + tap - kernel / 2
    return (offset >= 0 ? offset / 2 : -((1 - offset) / 2)) + reach
  }
}
