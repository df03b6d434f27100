import Preconditions

/// Images enlarged by repeating pixels: `[N, H, W, C]` becomes `[N, H·factor, W·factor, C]`.
///
/// A convolution of doubled pixels is computed without the doubled images, where that is faster.
///
/// - Precondition: `images` has four axes and `factor` is positive.
public func upsampleNearest(_ images: Tensor, factor: Int = 2) -> Tensor {
  require(
    images.rank == 4 && factor > 0,
    "upsampleNearest: images of \(images.shape) by a factor of \(factor)"
  )
  if factor == 1 { return images }
  let s = images.shape
  let shape: Shape = [s[0], s[1] * factor, s[2] * factor, s[3]]
  return .applying(.upsample(factor: factor), to: images, shape: shape) { pass in
    [upsampleGradient(pass.gradient, factor: factor)]
  }
}

/// Sums over the copies of each pixel.
private func upsampleGradient(_ gradient: Tensor, factor: Int) -> Tensor {
  let s = gradient.shape
  let shape: Shape = [s[0], s[1] / factor, s[2] / factor, s[3]]
  return .applying(.upsampleGradient(factor: factor), to: gradient, shape: shape) { pass in
    [upsampleNearest(pass.gradient, factor: factor)]
  }
}
