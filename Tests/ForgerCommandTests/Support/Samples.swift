import FileTestSupport
import Foundation
import Imaging

/// An IDX file of images; `claiming` are the lengths that its header tells.
func idxImages(_ count: Int, size: Int = 32, claiming: [UInt32]? = nil) -> [UInt8] {
  let lengths = claiming ?? [UInt32(count), UInt32(size), UInt32(size)]
  var bytes: [UInt8] = [0, 0, 8, 3]
  for length in lengths { bytes += length.bigEndianBytes }
  for index in 0..<count * size * size { bytes.append(UInt8(truncatingIfNeeded: index * 13 / 4)) }
  return bytes
}

/// An IDX file of labels.
func idxLabels(_ count: Int) -> [UInt8] {
  let header: [UInt8] = [0, 0, 8, 1] + UInt32(count).bigEndianBytes
  return header + (0..<count).map { UInt8($0 % 10) }
}

/// Records of CIFAR-10's binary version.
func cifarRecords(_ count: Int) -> [UInt8] {
  (0..<count).flatMap { record -> [UInt8] in
    let pixels = (0..<3072).map { index in
      UInt8(truncatingIfNeeded: record * 37 + index * index / 32)
    }
    return [UInt8(record % 10)] + pixels
  }
}

/// A color image in PNG.
func png(height: Int = 32, width: Int = 32, shade: Int = 0) -> [UInt8] {
  let pixels = (0..<height * width * 3).map { UInt8(truncatingIfNeeded: $0 &* 5 &+ shade &* 40) }
  return PNG.encode(Image(height: height, width: width, channels: 3, pixels: pixels))
}

/// An image's lengths: height, width and channels.
func shape(of image: Image) -> String { "\(image.height)×\(image.width)×\(image.channels)" }

/// A PNG whose header tells other lengths than its image has, with the right checksum.
func png(claimingHeight height: UInt32, width: UInt32) -> [UInt8] {
  var bytes = png()
  var header = Array(bytes[12..<29])
  header.replaceSubrange(4..<12, with: width.bigEndianBytes + height.bigEndianBytes)
  bytes.replaceSubrange(12..<33, with: header + crc32(header).bigEndianBytes)
  return bytes
}

/// A file that consists of `start` and then so many zeros that it is 64 MiB long, compressed a
/// thousandfold.
func writeBomb(startingWith start: [UInt8], as name: String, in folder: TemporaryFolder) throws {
  let plain = URL(fileURLWithPath: try folder.write(start, as: name + ".plain"))
  let handle = try FileHandle(forUpdating: plain)
  try handle.truncate(atOffset: 64 << 20)
  try handle.close()
  let result = URL(fileURLWithPath: try folder.write([], as: name))
  let process = Process()
  process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
  process.arguments = ["gzip", "-1", "-c", plain.path]
  process.standardOutput = try FileHandle(forWritingTo: result)
  let ended = DispatchSemaphore(value: 0)
  process.terminationHandler = { _ in ended.signal() }
  try process.run()
  ended.wait()
  try FileManager.default.removeItem(at: plain)
}

/// Arguments that make a training small, on the dataset `data.bin`.
func smallTraining(_ more: String..., iterations: Int = 3) -> [String] {
  [
    "train", "--dataset", "data.bin", "--channels", "8", "--batch-size", "4", "--threads", "1",
    "--iterations", "\(iterations)",
  ] + more
}

/// A folder with a dataset of ten images, `data.bin`.
func folderWithData() throws -> TemporaryFolder {
  let folder = try TemporaryFolder()
  try folder.write(cifarRecords(10), as: "data.bin")
  return folder
}

/// A color image in PNG of 16×16 pixels near one brightness.
func shadedPNG(_ brightness: Int, _ seed: Int) -> [UInt8] {
  let pixels = (0..<16 * 16 * 3).map { UInt8(brightness + ($0 &* 7 &+ seed &* 13) % 20) }
  return PNG.encode(Image(height: 16, width: 16, channels: 3, pixels: pixels))
}
