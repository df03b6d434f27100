package import Datasets

extension SizeLadder {
  /// The sizes in strided convolutional networks with TensorFlow's padding.
  package init(stridedOf image: ImageShape, _ style: StridedStyle) {
    let halvings = max(style.leastHalvings, Self.usualHalvings(of: image))
    self.init(of: image, halvings: halvings, rounding: .up)
  }

  /// The width of each hidden feature map from the largest to the smallest, at most eight times that of the
  /// narrowest.
  package func stridedWidths(from channels: Int) -> [Int] {
    (0..<halvings).map { channels * min(1 << $0, 8) }
  }
}
