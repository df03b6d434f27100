import Preconditions

/// Images of half the height and width, each pixel filtered with [1, 3, 3, 1] / 8 in both directions.
///
/// The filter is [1, 2, 1] after [1, 1]: binomial, so that little of what the smaller image cannot show
/// turns up in it as something else. Outside of the images are zeros.
///
/// Source: Zhang 2019, "Making Convolutional Networks Shift-Invariant Again", section 3.
///
/// - Parameter images: `[N, H, W, C]`, of at least 2×2 pixels.
/// - Returns: `[N, H/2, W/2, C]`, rounded down.
public func halvedBinomially(_ images: Tensor) -> Tensor {
  require(
    images.rank == 4 && images.shape[1] >= 2 && images.shape[2] >= 2,
    "halvedBinomially: images of \(images.shape)"
  )
  let channels = images.shape[3]
  return conv2D(images, binomialKernel(sum: 1, channels: channels), resampling(channels))
}

/// Images of twice the height and width: the transpose of `halvedBinomially`, times 4, so that an image of
/// one color keeps it but for its border.
///
/// - Parameters:
///   - images: `[N, H, W, C]`.
///   - size: Height and width of the result where they are not doubled: one more is possible.
/// - Returns: `[N, 2H, 2W, C]`.
public func doubledBinomially(_ images: Tensor, to size: (Int, Int)? = nil) -> Tensor {
  require(images.rank == 4, "doubledBinomially: images of \(images.shape)")
  let channels = images.shape[3]
  return convTranspose2D(
    images,
    binomialKernel(sum: 4, channels: channels),
    resampling(channels),
    outputSize: size ?? (2 * images.shape[1], 2 * images.shape[2])
  )
}

private func resampling(_ channels: Int) -> ConvolutionSettings {
  ConvolutionSettings(stride: 2, padding: 1, groups: channels)
}

/// [1, 3, 3, 1] by [1, 3, 3, 1] for each channel, `[4, 4, 1, channels]`.
private func binomialKernel(sum: Float, channels: Int) -> Tensor {
  let taps: [Float] = [1, 3, 3, 1]
  let values = taps.flatMap { row in taps.map { row * $0 * sum / 64 } }
  return Tensor(values, shape: [4, 4, 1, 1]).broadcast(to: [4, 4, 1, channels])
}
