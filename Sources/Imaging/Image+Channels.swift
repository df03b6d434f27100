import Preconditions

extension Image {
  /// The image with 1 or 3 channels.
  ///
  /// Gray becomes color by repetition. Color becomes gray as the luma of ITU-R BT.601,
  /// 0.299 R + 0.587 G + 0.114 B, rounded.
  ///
  /// - Precondition: `count` is 1 or 3.
  public func withChannels(_ count: Int) -> Image {
    require(count == 1 || count == 3, "Image: no image has \(count) channels")
    guard count != channels else { return self }
    var converted = [UInt8](repeating: 0, count: height * width * count)
    for pixel in 0..<height * width {
      if count == 3 {
        for channel in 0..<3 { converted[3 * pixel + channel] = pixels[pixel] }
      } else {
        let red = 299 * Int(pixels[3 * pixel])
        let green = 587 * Int(pixels[3 * pixel + 1])
        let blue = 114 * Int(pixels[3 * pixel + 2])
        converted[pixel] = UInt8((red + green + blue + 500) / 1000)
      }
    }
    return Image(height: height, width: width, channels: count, pixels: converted)
  }
}
