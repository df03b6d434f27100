import Archives
import FileTestSupport
import Foundation
import Imaging
import Testing

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

/// The picture in the PNG fixtures, in gray.
let grayPicture = image(7, 10, 1) { row, column, _ in column * 25 + row * 3 }

/// The picture in the PNG fixtures, in color.
let colorPicture = image(7, 10, 3) { row, column, channel in
  [column * 25, row * 36, (row + column) * 15][channel]
}

/// The opacity in the PNG fixtures: 0, 127 and 254 in turn.
func opacity(_ row: Int, _ column: Int) -> Int { (row + column) % 3 * 127 }

/// Expects that a damaged fixture is read as an image within limits or refused by its name.
func expectDecodingSurvives(
  mutationsOf name: String,
  count: Int,
  sourceLocation: SourceLocation = #_sourceLocation
) throws {
  let whole = try InputFile.read(fixture(name), limit: 10_000)
  let limits = ImageLimits(side: 1000, pixels: 100_000)
  for damaged in Mutations(of: whole, count: count) {
    let found = problem {
      let image = try ImageFile.decode(damaged, path: name, limits: limits)
      #expect(image.height * image.width <= limits.pixels, sourceLocation: sourceLocation)
    }
    #expect(found == nil || found?.path == name, sourceLocation: sourceLocation)
  }
}
