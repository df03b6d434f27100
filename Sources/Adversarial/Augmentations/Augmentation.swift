public import TensorCore

/// What is done to images before the discriminator sees them: to real and to generated ones alike, in
/// every update, so that few images are not learned by heart.
///
/// What is done is differentiable, so that the generator learns through it, and twice so, for the penalties.
/// What becomes of an image does not depend on the others of a batch.
/// Random numbers come from a stream of its own.
public protocol Augmentation {
  /// Images as the discriminator sees them.
  ///
  /// - Parameter images: `[N, H, W, C]`, in the range that the generator makes, with 1 or 3 channels.
  /// - Returns: `[N, H, W, C]`, where values may leave the range.
  func callAsFunction(_ images: Tensor) -> Tensor
}

extension PixelRange {
  /// What `change` makes of images from −1 to 1, where gray is 0; for images of this range.
  func symmetrically(_ images: Tensor, _ change: (Tensor) -> Tensor) -> Tensor {
    switch self {
    case .symmetric: change(images)
    case .unit: change(images * 2 - 1) * 0.5 + 0.5
    }
  }
}

/// A rectangle of pixels in each image of a batch set to gray.
struct Cutout {
  /// The rows and the columns, one range an image; empty for none.
  let boxes: [(rows: Range<Int>, columns: Range<Int>)]

  /// Images, from −1 to 1, without what the rectangles hold.
  func callAsFunction(_ images: Tensor) -> Tensor {
    if boxes.isEmpty { return images }
    let (height, width, channels) = (images.shape[1], images.shape[2], images.shape[3])
    var mask = [Float](repeating: 1, count: images.elementCount)
    for (image, box) in boxes.enumerated() {
      for row in box.rows.clamped(to: 0..<height) {
        let columns = box.columns.clamped(to: 0..<width)
        let start = (image * height + row) * width
        let range =
          ((start + columns.lowerBound) * channels)..<((start + columns.upperBound) * channels)
        for index in range { mask[index] = 0 }
      }
    }
    return images * Tensor(mask, shape: images.shape)
  }
}
