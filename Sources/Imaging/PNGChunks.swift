/// The part of a PNG file before its pixels that libpng's simplified interface does not expose.
///
/// Source: W3C, "Portable Network Graphics (PNG) Specification (Third Edition)", sections 5 and 11.
struct PNGChunks {
  /// How the pixels are stored.
  let mode: ImageMode
  /// The orientation in the chunk `eXIf`, if it comes before the pixels.
  let orientation: ImageOrientation

  /// Reads the chunks of `bytes`, whose header libpng has accepted.
  init(_ bytes: UnsafeBufferPointer<UInt8>) {
    var orientation = ImageOrientation.upright
    var place = 8
    while place + 8 <= bytes.count {
      let length = bytes[place..<place + 4].reduce(0) { $0 << 8 | Int($1) }
      let start = place + 8
      // A claim that leads beyond the end, or what ends the header, ends the search.
      guard length <= bytes.count - start else { break }
      let kind = bytes[place + 4..<start]
      if kind.elementsEqual("IDAT".utf8) { break }
      if kind.elementsEqual("eXIf".utf8) {
        orientation = ImageOrientation(exif: bytes[start..<start + length])
        break
      }
      place = start + length + 4
    }
    self.orientation = orientation
    let color: ImageMode.Color =
      switch bytes.count > 25 ? bytes[25] : 0 {
      case 2: .rgb
      case 3: .palette
      case 4: .grayAlpha
      case 6: .rgba
      default: .gray
      }
    mode = ImageMode(format: .png, color: color, isDeep: bytes.count > 25 && bytes[24] == 16)
  }
}
