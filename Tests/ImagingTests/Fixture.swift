import Foundation
import Imaging

/// The path of an image that Pillow and zlib made.
func fixture(_ name: String) -> String {
  Bundle.module.bundlePath + "/Fixtures/" + name
}

/// An image whose pixels are a formula of row, column and channel.
func image(
  _ height: Int,
  _ width: Int,
  _ channels: Int,
  _ value: (Int, Int, Int) -> Int
) -> Image {
  var pixels: [UInt8] = []
  for row in 0..<height {
    for column in 0..<width {
      for channel in 0..<channels { pixels.append(UInt8(value(row, column, channel))) }
    }
  }
  return Image(height: height, width: width, channels: channels, pixels: pixels)
}

/// The image in the PNG fixtures, in gray.
let grayImage = image(7, 10, 1) { row, column, _ in column * 25 + row * 3 }

/// The image in the PNG fixtures, in color.
let colorImage = image(7, 10, 3) { row, column, channel in
  [column * 25, row * 36, (row + column) * 15][channel]
}

/// The opacity in the PNG fixtures: 0, 127 and 254 in turn.
func opacity(_ row: Int, _ column: Int) -> Int { (row + column) % 3 * 127 }
