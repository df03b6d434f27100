/// Images enlarged by repeating pixels: `[N, H, W, C]` becomes `[N, H·factor, W·factor, C]`.
///
/// - Precondition: `images` has four axes and `factor` is positive.
public func upsampleNearest(_ images: Tensor, factor: Int = 2) -> Tensor {
  require(
    images.rank == 4 && factor > 0,
    "upsampleNearest: images of \(images.shape) by a factor of \(factor)"
  )
  if factor == 1 { return images }
  let (n, h, w, c) = (images.shape[0], images.shape[1], images.shape[2], images.shape[3])
  return images.reshaped(to: [n, h, 1, w, 1, c] as Shape)
    .broadcast(to: [n, h, factor, w, factor, c])
    .reshaped(to: [n, h * factor, w * factor, c] as Shape)
}
