import Archives
import CImageCodecs

/// Decodes JPEG images through libjpeg.
enum JPEG {
  /// The size that the image claims, checked against the limits.
  static func header(
    _ bytes: [UInt8],
    path: String,
    limits: ImageLimits
  ) throws(FileProblem) -> ImageHeader {
    var found = jpeg_codec_header()
    // The longest segment in a JPEG file.
    var exif = [UInt8](repeating: 0, count: 1 << 16)
    let exifCapacity = exif.count
    try check(path) {
      jpeg_codec_read_header(bytes, bytes.count, &found, &exif, exifCapacity, $0)
    }
    guard found.channels == 1 || found.channels == 3 else {
      throw FileProblem(
        path,
        found: "is a JPEG image of \(found.channels) channels, such as CMYK",
        expected: "a gray or color image"
      )
    }
    let header = ImageHeader(
      storedHeight: Int(found.height),
      width: Int(found.width),
      channels: Int(found.channels),
      mode: ImageMode(format: .jpeg, color: found.channels == 1 ? .gray : .rgb, isDeep: false),
      orientation: ImageOrientation(exif: exif[..<Int(found.exif_count)])
    )
    try limits.check(header, path: path)
    return header
  }

  /// The decoded image.
  static func decode(
    _ bytes: [UInt8],
    path: String,
    limits: ImageLimits
  ) throws(FileProblem) -> Image {
    let header = try header(bytes, path: path, limits: limits)
    var pixels = [UInt8](repeating: 0, count: header.height * header.width * header.channels)
    let count = pixels.count
    try check(path) { jpeg_codec_decode(bytes, bytes.count, &pixels, count, $0) }
    let isExchanged = header.orientation.exchangesSides
    let image = Image(
      height: isExchanged ? header.width : header.height,
      width: isExchanged ? header.height : header.width,
      channels: header.channels,
      pixels: pixels
    )
    return image.oriented(header.orientation)
  }

  /// Calls `body` with a buffer for a message, and throws the message if the result is not 0.
  private static func check(
    _ path: String,
    _ body: (UnsafeMutablePointer<CChar>) -> Int32
  ) throws(FileProblem) {
    var message = [CChar](repeating: 0, count: Int(JPEG_CODEC_MESSAGE_SIZE))
    let status = message.withUnsafeMutableBufferPointer { buffer in
      buffer.baseAddress.map(body) ?? -1
    }
    guard status != 0 else { return }
    let text = String(
      decoding: message.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)),
      as: UTF8.self
    )
    throw FileProblem(path, found: "is a damaged JPEG image (\(text))", expected: "an intact one")
  }
}
