import Archives
import Imaging

/// Decodes the bytes as an image: whatever they are, a `FileProblem` is the worst that may come of it.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzImages(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  let bytes = Array(UnsafeBufferPointer(start: start, count: count))
  // Small images suffice to find mistakes; large ones take long with all the checks on.
  let limits = ImageLimits(side: 2048, pixels: 1 << 20)
  do {
    let image = try ImageFile.decode(bytes, path: "input", limits: limits)
    guard image.pixels.count == image.height * image.width * image.channels else { return fail() }
  } catch {
    guard error.path == "input" else { return fail() }
  }
  return 0
}

private func fail() -> CInt { fatalError("an image whose pixels are not as many as it says") }
