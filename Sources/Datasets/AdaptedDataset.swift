import Imaging

/// A data set whose images are brought to another shape as they are copied.
public struct AdaptedDataset: ImageDataset {
  private let base: any ImageDataset
  private let fitting: ImageFitting

  public let shape: ImageShape
  public var name: String { base.name }
  public var count: Int { base.count }
  public var labels: [UInt8]? { base.labels }
  public var adaptation: String? { fitting.description }

  /// The images of `base` in another shape: see `ImageFitting`.
  public init(_ base: any ImageDataset, to shape: ImageShape) {
    self.base = base
    self.shape = shape
    fitting = ImageFitting(from: base.shape, to: shape)
  }

  public func copyImage(at index: Int, into pixels: UnsafeMutableBufferPointer<UInt8>) throws {
    let original = Image(
      height: base.shape.height,
      width: base.shape.width,
      channels: base.shape.channels,
      pixels: try base.image(at: index)
    )
    _ = pixels.update(fromContentsOf: fitting(original).pixels)
  }

  public func adapted(to shape: ImageShape) -> any ImageDataset { base.adapted(to: shape) }
}
