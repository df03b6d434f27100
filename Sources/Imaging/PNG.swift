public import Archives
import CPNG
import Preconditions

/// Encodes and decodes PNG images through libpng.
public enum PNG {
  /// The bytes of a PNG file; equal images give equal bytes.
  public static func encode(_ image: Image) -> [UInt8] {
    let control = PNGControl()
    control.image.pointee.width = UInt32(image.width)
    control.image.pointee.height = UInt32(image.height)
    control.image.pointee.format = image.channels == 3 ? UInt32(PNG_FORMAT_FLAG_COLOR) : 0
    // The first call asks for the size.
    var count = 0
    let sized = png_image_write_to_memory(control.image, nil, &count, 0, image.pixels, 0, nil)
    require(sized != 0, "png_image_write_to_memory: \(control.message)")
    var bytes = [UInt8](repeating: 0, count: count)
    let written = png_image_write_to_memory(
      control.image,
      &bytes,
      &count,
      0,
      image.pixels,
      0,
      nil
    )
    require(written != 0, "png_image_write_to_memory: \(control.message)")
    return Array(bytes.prefix(count))
  }

  /// Writes `image` as a PNG file, whole or not at all.
  ///
  /// - Throws: `FileProblem` where the file cannot be written.
  public static func write(_ image: Image, to path: String) throws(FileProblem) {
    try AtomicFile.write(encode(image), to: path)
  }

  /// The size that the image claims, checked against the limits.
  static func header(
    _ bytes: [UInt8],
    path: String,
    limits: ImageLimits
  ) throws(FileProblem) -> ImageHeader {
    try bytes.withUnsafeBufferPointer { (buffer) throws(FileProblem) in
      let control = try PNGControl(reading: buffer, path: path)
      let header = control.header(of: PNGChunks(buffer))
      try limits.check(header, path: path)
      return header
    }
  }

  /// The decoded image.
  static func decode(
    _ bytes: [UInt8],
    path: String,
    limits: ImageLimits
  ) throws(FileProblem) -> Image {
    try bytes.withUnsafeBufferPointer { (buffer) throws(FileProblem) in
      let control = try PNGControl(reading: buffer, path: path)
      let header = control.header(of: PNGChunks(buffer))
      try limits.check(header, path: path)
      let hasAlpha = control.image.pointee.format & UInt32(PNG_FORMAT_FLAG_ALPHA) != 0
      let channels = header.channels + (hasAlpha ? 1 : 0)
      control.image.pointee.format &= UInt32(PNG_FORMAT_FLAG_COLOR | PNG_FORMAT_FLAG_ALPHA)
      // Deep images are taken to be in the usual color space, as shallow ones are.
      control.image.pointee.flags |= UInt32(PNG_IMAGE_FLAG_16BIT_sRGB)
      var pixels = [UInt8](repeating: 0, count: header.height * header.width * channels)
      guard png_image_finish_read(control.image, nil, &pixels, 0, nil) != 0 else {
        throw control.problem(path)
      }
      if hasAlpha { pixels = composedOverWhite(pixels, channels: header.channels) }
      let image = Image(
        height: Int(control.image.pointee.height),
        width: Int(control.image.pointee.width),
        channels: header.channels,
        pixels: pixels
      )
      return image.oriented(header.orientation)
    }
  }

  /// Pixels of `channels` and an opacity each, seen against white.
  private static func composedOverWhite(_ pixels: [UInt8], channels: Int) -> [UInt8] {
    let step = channels + 1
    var composed: [UInt8] = []
    composed.reserveCapacity(pixels.count / step * channels)
    for pixel in stride(from: 0, to: pixels.count, by: step) {
      let opacity = Int(pixels[pixel + channels])
      for channel in 0..<channels {
        let value = Int(pixels[pixel + channel]) * opacity + 255 * (255 - opacity)
        composed.append(UInt8((value + 127) / 255))
      }
    }
    return composed
  }
}

/// Owns libpng's simplified interface, which needs no `setjmp`.
///
/// libpng keeps the address of the image from one call to the next, so it must not move: a stored
/// property would, with the structure around it.
private struct PNGControl: ~Copyable {
  let image: UnsafeMutablePointer<png_image>

  /// For writing.
  init() {
    image = .allocate(capacity: 1)
    image.initialize(to: png_image())
    image.pointee.version = UInt32(PNG_IMAGE_VERSION)
  }

  /// For reading `bytes`, which must stay where they are as long as this does; reads the header.
  init(reading bytes: UnsafeBufferPointer<UInt8>, path: String) throws(FileProblem) {
    self.init()
    guard png_image_begin_read_from_memory(image, bytes.baseAddress, bytes.count) != 0 else {
      throw problem(path)
    }
  }

  deinit {
    png_image_free(image)
    image.deallocate()
  }

  /// The size, the channels without opacity, and what the chunks say besides.
  func header(of chunks: PNGChunks) -> ImageHeader {
    ImageHeader(
      storedHeight: Int(image.pointee.height),
      width: Int(image.pointee.width),
      channels: image.pointee.format & UInt32(PNG_FORMAT_FLAG_COLOR) != 0 ? 3 : 1,
      mode: chunks.mode,
      orientation: chunks.orientation
    )
  }

  /// libpng's message.
  var message: String {
    withUnsafeBytes(of: image.pointee.message) { bytes in
      String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
    }
  }

  borrowing func problem(_ path: String) -> FileProblem {
    // libpng has no words for a file that ends early.
    let reason = message.isEmpty ? "" : " (\(message))"
    return FileProblem(path, found: "is a damaged PNG image\(reason)", expected: "a whole one")
  }
}
