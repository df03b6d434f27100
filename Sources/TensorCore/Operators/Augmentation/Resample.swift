import Preconditions

/// Images looked up at places of their own: shifted, turned, scaled, all that an affine map does.
///
/// Pixel (i, j) of the result is what the image shows at row a·i + b·j + c and column d·i + e·j + f, where
/// `[[a, b, c], [d, e, f]]` are the image's places. It is linear in the images, so that its backward pass is
/// its transpose, and the other way round.
///
/// Source: Jaderberg et al. 2015, "Spatial Transformer Networks", sections 3.2 and 3.3.
///
/// - Parameters:
///   - images: `[N, H, W, C]`.
///   - places: `[N, 2, 3]`; constants to the tape.
///   - resampling: What lies between pixels and around the images.
/// - Returns: `[N, H, W, C]`.
/// - Precondition: The shapes fit.
public func resampled(_ images: Tensor, at places: Tensor, by resampling: Resampling) -> Tensor {
  looked(up: places, in: images, resampling, isTransposed: false)
}

private func looked(
  up places: Tensor,
  in images: Tensor,
  _ resampling: Resampling,
  isTransposed: Bool
) -> Tensor {
  let operation: Operation =
    isTransposed ? .resampleGradient(resampling) : .resample(resampling)
  require(
    images.rank == 4 && places.shape == [images.shape[0], 2, 3],
    "resampled: places of \(places.shape) in images of \(images.shape)"
  )
  let result = Tensor.computed(operation, images, places, shape: images.shape)
  return .recorded(operation.name, result, inputs: [images], saving: [places]) { pass in
    [looked(up: pass.saved(0), in: pass.gradient, resampling, isTransposed: !isTransposed)]
  }
}
