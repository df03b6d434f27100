/// The convolution of images whose pixels are doubled first, without the doubled images.
///
/// It is `conv2D(upsampleNearest(images), weights, bias: bias, …)` with a stride of 1 and padding by half
/// a kernel, up to rounding: doubled pixels come in four kinds (even or odd row, even or odd column), and
/// for each kind the taps that meet the same pixel add up. A kernel of 5 becomes four of 3: 36 products
/// instead of 100.
///
/// Source: Shi et al. 2016, "Is the deconvolution layer the same as a convolutional layer?",
/// arXiv:1609.07009, which tells of both forms.
///
/// - Parameters:
///   - images: `[N, H, W, inputChannels]`.
///   - weights: `[kernel, kernel, inputChannels, outputChannels]`, with an odd kernel.
///   - bias: `[outputChannels]`.
/// - Returns: `[N, 2 · H, 2 · W, outputChannels]`.
/// - Precondition: The shapes fit.
public func upsampledConv2D(_ images: Tensor, _ weights: Tensor, bias: Tensor? = nil) -> Tensor {
  require(
    images.rank == 4 && weights.rank == 4 && weights.shape[0] == weights.shape[1]
      && weights.shape[0] % 2 == 1 && weights.shape[2] == images.shape[3],
    "upsampledConv2D: weights of \(weights.shape) for images of \(images.shape)"
  )
  require(
    bias.map { $0.shape == [weights.shape[3]] } ?? true,
    "upsampledConv2D: a bias of \(bias?.shape ?? []) for \(weights.shape[3]) channels"
  )
  let folding = KernelFolding(kernel: weights.shape[0])
  let (inputs, outputs) = (weights.shape[2], weights.shape[3])
  let (height, width) = (images.shape[1], images.shape[2])
  let kinds = conv2D(
    images,
    folding.folded(weights),
    bias: bias.map { concatenate([$0, $0, $0, $0]) },
    ConvolutionSettings(padding: .symmetric(folding.reach, folding.reach))
  )
  require(
    kinds.shape == [images.shape[0], height, width, 4 * outputs],
    "upsampledConv2D: \(kinds.shape) of \(inputs) channels"
  )
  return kinds.reshaped(to: [images.shape[0], height, width, 2, 2, outputs] as Shape)
    .transposed([0, 1, 3, 2, 4, 5])
    .reshaped(to: [images.shape[0], 2 * height, 2 * width, outputs] as Shape)
}

/// How the taps of a kernel over doubled pixels add up to taps over the pixels themselves.
private struct KernelFolding {
  let kernel: Int
  /// Pixels that a folded kernel reaches to either side.
  let reach: Int

  init(kernel: Int) {
    self.kernel = kernel
    reach = (kernel / 2 + 1) / 2
  }

  /// Weights `[kernel, kernel, in, out]` as `[folded, folded, in, 4 · out]`, the kinds of doubled pixels
  /// in the order even and odd row, even and odd column.
  func folded(_ weights: Tensor) -> Tensor {
    let (inputs, outputs) = (weights.shape[2], weights.shape[3])
    let size = 2 * reach + 1
    let flat = weights.reshaped(to: [kernel * kernel, inputs * outputs] as Shape)
    return matrixProduct(Tensor(matrix, shape: [size * size * 4, kernel * kernel]), flat)
      .reshaped(to: [size * size, 4, inputs, outputs] as Shape)
      .transposed([0, 2, 1, 3])
      .reshaped(to: [size, size, inputs, 4 * outputs] as Shape)
  }

  /// 1 where a tap of the kernel (column) belongs to a folded tap of a kind of pixel (row).
  private var matrix: [Float] {
    let size = 2 * reach + 1
    var matrix = [Float](repeating: 0, count: size * size * 4 * kernel * kernel)
    for kind in 0..<4 {
      for row in 0..<kernel {
        for column in 0..<kernel {
          let tap = place(row, kind / 2) * size + place(column, kind % 2)
          matrix[(tap * 4 + kind) * kernel * kernel + row * kernel + column] = 1
        }
      }
    }
    return matrix
  }

  /// The folded tap that a tap of the kernel becomes for even (0) or odd (1) doubled pixels.
  private func place(_ tap: Int, _ parity: Int) -> Int {
    // Rounded down: the doubled pixel 2i + parity + tap − kernel/2 is a copy of the pixel i + ….
    let offset = parity + tap - kernel / 2
    return (offset >= 0 ? offset / 2 : -((1 - offset) / 2)) + reach
  }
}
