package import Datasets
internal import Imaging

/// Fits images to the shape that features are computed from.
package struct FeatureFitting: Equatable, Sendable {
  private let original: ImageShape
  private let wanted: ImageShape
  private let fitting: ImageFitting

  /// The fitting from one shape to another.
  ///
  /// Images slightly larger than wanted lose their border: it is the padding that `ImageFitting` adds to
  /// images slightly smaller than a network wants, so that 28×28 padded to 32×32 is restored.
  package init(from original: ImageShape, to wanted: ImageShape) {
    (self.original, self.wanted) = (original, wanted)
    fitting = ImageFitting(from: original, to: wanted)
  }

  /// The shape that images get.
  package var shape: ImageShape { wanted }

  private var crops: Bool {
    func isSlightlyLarger(_ old: Int, _ new: Int) -> Bool { old >= new && 5 * (old - new) <= old }
    return isSlightlyLarger(original.height, wanted.height)
      && isSlightlyLarger(original.width, wanted.width)
      && (original.height, original.width) != (wanted.height, wanted.width)
  }

  /// A description: "32×32×3 cropped to 28×28×1"; `nil` if nothing is done.
  package var summary: String? {
    crops ? "\(original) cropped to the central \(wanted)" : fitting.summary
  }

  /// The images in the wanted shape.
  package func callAsFunction(_ batch: ImageBatch) -> ImageBatch {
    guard original != wanted else { return batch }
    let images = parallelMap(batch.count) { fitted(batch.image(at: $0)) }
    return ImageBatch(of: images, shape: wanted, labels: batch.labels)
  }

  private func fitted(_ image: Image) -> Image {
    guard crops else { return fitting(image) }
    return image.centerCropped(toHeight: wanted.height, width: wanted.width)
      .withChannels(wanted.channels)
  }
}
