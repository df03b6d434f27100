package import Datasets

extension SizeLadder {
  /// The sizes in networks of strided convolutions with TensorFlow's padding.
  package init(stridedOf image: ImageShape, _ style: StridedStyle) {
    let halvings = max(style.leastHalvings, Self.usualHalvings(of: image))
    self.init(of: image, halvings: halvings, rounding: .up)
  }

  /// The width of each hidden image from the largest to the smallest, whose widest is eight times as
  /// wide as the narrowest.
  package func stridedWidths(from channels: Int) -> [Int] {
    (0..<halvings).map { channels * min(1 << $0, 8) }
  }
}
