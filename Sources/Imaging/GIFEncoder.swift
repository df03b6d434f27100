import CGIF
import Preconditions

/// giflib's writer, whose bytes are taken piece by piece.
final class GIFEncoder {
  /// What giflib has written and nobody has taken.
  private final class Sink { var bytes: [UInt8] = [] }

  private let height: Int
  private let width: Int
  private let sink = Sink()
  private var file: UnsafeMutablePointer<GifFileType>?

  /// Starts an animation that repeats forever.
  ///
  /// - Precondition: The sides are 1...65,535.
  init(height: Int, width: Int, palette: ColorPalette) {
    (self.height, self.width) = (height, width)
    let keep = Unmanaged.passUnretained(sink).toOpaque()
    file = EGifOpen(
      keep,
      { file, bytes, count in
        guard let file, let bytes else { return 0 }
        let sink = Unmanaged<Sink>.fromOpaque(file.pointee.UserData).takeUnretainedValue()
        sink.bytes.append(contentsOf: UnsafeBufferPointer(start: bytes, count: Int(count)))
        return count
      },
      nil
    )
    require(file != nil, "giflib: out of memory")
    EGifSetGifVersion(file, true)
    putScreen(palette)
    putLoop()
  }

  deinit { if let file { _ = EGifCloseFile(file, nil) } }

  /// Adds a frame of places in the palette, row by row.
  func add(_ indices: [UInt8], hundredths: Int) {
    require(indices.count == height * width, "GIF: a frame of \(indices.count) pixels")
    var control = GraphicsControlBlock()
    control.DisposalMode = DISPOSE_DO_NOT
    control.DelayTime = Int32(hundredths)
    control.TransparentColor = NO_TRANSPARENT_COLOR
    var extent = [UInt8](repeating: 0, count: 4)
    EGifGCBToExtension(&control, &extent)
    check(EGifPutExtension(file, GRAPHICS_EXT_FUNC_CODE, Int32(extent.count), extent))
    check(EGifPutImageDesc(file, 0, 0, Int32(width), Int32(height), false, nil))
    // giflib masks the pixels in place, so that it wants a copy of its own.
    var pixels = indices
    for row in 0..<height {
      pixels.withUnsafeMutableBufferPointer { buffer in
        check(EGifPutLine(file, buffer.baseAddress.map { $0 + row * width }, Int32(width)))
      }
    }
  }

  /// Ends the animation; nothing can be added any more.
  func end() {
    check(EGifCloseFile(file, nil))
    file = nil
  }

  /// The bytes since the last call.
  func takeBytes() -> [UInt8] {
    defer { sink.bytes.removeAll(keepingCapacity: true) }
    return sink.bytes
  }

  private func putScreen(_ palette: ColorPalette) {
    // The format wants a power of two.
    let places = max(2, 1 << (Int.bitWidth - (palette.colors.count - 1).leadingZeroBitCount))
    var colors = palette.colors.map {
      GifColorType(Red: $0.red, Green: $0.green, Blue: $0.blue)
    }
    colors += [GifColorType](repeating: GifColorType(), count: places - colors.count)
    let map = GifMakeMapObject(Int32(places), colors)
    require(map != nil, "giflib: out of memory")
    defer { GifFreeMapObject(map) }
    check(EGifPutScreenDesc(file, Int32(width), Int32(height), 8, 0, map))
  }

  /// The extension by which browsers know how often to repeat; 0 is forever.
  private func putLoop() {
    let name = Array("NETSCAPE2.0".utf8)
    let times: [UInt8] = [1, 0, 0]
    check(EGifPutExtensionLeader(file, APPLICATION_EXT_FUNC_CODE))
    check(EGifPutExtensionBlock(file, Int32(name.count), name))
    check(EGifPutExtensionBlock(file, Int32(times.count), times))
    check(EGifPutExtensionTrailer(file))
  }

  /// The sink takes everything, so that only memory can be lacking.
  private func check(_ status: Int32) {
    require(status == GIF_OK, "giflib: error \(file?.pointee.Error ?? 0)")
  }
}
