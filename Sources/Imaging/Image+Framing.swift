import Preconditions

extension Image {
  /// The image in the middle of a larger one whose other pixels are `value`.
  ///
  /// Where the border cannot be equal on both sides, the odd pixel goes below and to the right.
  ///
  /// - Precondition: The new size is at least the old one.
  public func padded(toHeight newHeight: Int, width newWidth: Int, value: UInt8 = 0) -> Image {
    require(
      newHeight >= height && newWidth >= width,
      "Image: \(height)×\(width) cannot be padded to \(newHeight)×\(newWidth)"
    )
    let top = (newHeight - height) / 2
    let left = (newWidth - width) / 2
    var framed = [UInt8](repeating: value, count: newHeight * newWidth * channels)
    let rowBytes = width * channels
    for row in 0..<height {
      let start = ((top + row) * newWidth + left) * channels
      framed.replaceSubrange(
        start..<start + rowBytes,
        with: pixels[row * rowBytes..<(row + 1) * rowBytes]
      )
    }
    return Image(height: newHeight, width: newWidth, channels: channels, pixels: framed)
  }

  /// The middle of the image.
  ///
  /// - Precondition: The new size is at least 1×1 and at most the old one.
  public func centerCropped(toHeight newHeight: Int, width newWidth: Int) -> Image {
    require(
      (1...height).contains(newHeight) && (1...width).contains(newWidth),
      "Image: \(height)×\(width) cannot be cropped to \(newHeight)×\(newWidth)"
    )
    let top = (height - newHeight) / 2
    let left = (width - newWidth) / 2
    var cropped: [UInt8] = []
    cropped.reserveCapacity(newHeight * newWidth * channels)
    for row in top..<top + newHeight {
      let start = (row * width + left) * channels
      cropped.append(contentsOf: pixels[start..<start + newWidth * channels])
    }
    return Image(height: newHeight, width: newWidth, channels: channels, pixels: cropped)
  }
}
