extension Image {
  /// The image mirrored horizontally.
  public var mirrored: Image { oriented(.mirrored) }

  /// The image rotated upright.
  func oriented(_ orientation: ImageOrientation) -> Image {
    guard orientation != .upright else { return self }
    let (lastRow, lastColumn) = (height - 1, width - 1)
    let (newHeight, newWidth) = orientation.exchangesSides ? (width, height) : (height, width)
    var oriented: [UInt8] = []
    oriented.reserveCapacity(pixels.count)
    for row in 0..<newHeight {
      for column in 0..<newWidth {
        let (oldRow, oldColumn) =
          switch orientation {
          case .upright: (row, column)
          case .mirrored: (row, lastColumn - column)
          case .upsideDown: (lastRow - row, lastColumn - column)
          case .flipped: (lastRow - row, column)
          case .transposed: (column, row)
          case .turnedRight: (lastRow - column, row)
          case .transverse: (lastRow - column, lastColumn - row)
          case .turnedLeft: (column, lastColumn - row)
          }
        let start = (oldRow * width + oldColumn) * channels
        for channel in 0..<channels { oriented.append(pixels[start + channel]) }
      }
    }
    return Image(height: newHeight, width: newWidth, channels: channels, pixels: oriented)
  }
}
