package import Datasets
internal import Imaging

/// How images come to the shape that features are computed of.
package struct FeatureFitting: Equatable, Sendable {
  private let original: ImageShape
  private let wanted: ImageShape
  private let fitting: ImageFitting

  /// The way from one shape to another.
  ///
  /// What is slightly larger than wanted loses its border: it is the one that `ImageFitting` gives to images which
  /// are slightly smaller than a network wants, so that 28×28 padded to 32×32 becomes what it was.
  package init(from original: ImageShape, to wanted: ImageShape) {
    (self.original, self.wanted) = (original, wanted)
    fitting = ImageFitting(from: original, to: wanted)
  }

  private var crops: Bool {
    func isSlightlyLarger(_ old: Int, _ new: Int) -> Bool { old >= new && 5 * (old - new) <= old }
    return isSlightlyLarger(original.height, wanted.height)
      && isSlightlyLarger(original.width, wanted.width)
      && (original.height, original.width) != (wanted.height, wanted.width)
  }

  /// What is done, as a clause: "32×32×3 cropped to 28×28×1"; `nil` where nothing is.
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
