import Archives
import Datasets
import Foundation
import Imaging
import Interchange

/// Where each input is put, since readers take paths; in memory where the system has such a place.
private let path: String = {
  let memory = "/dev/shm"
  let folder = FileManager.default.fileExists(atPath: memory) ? memory : NSTemporaryDirectory()
  return "\(folder)/forger-fuzz-\(ProcessInfo.processInfo.processIdentifier)"
}()

/// Reads the bytes as every kind of file that users name: whatever they are, a `FileProblem` is the worst
/// that may come of it.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzFiles(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  let isWritten = FileManager.default.createFile(
    atPath: path,
    contents: Data(bytes: start, count: count)
  )
  guard isWritten else { fatalError("cannot write \(path)") }
  attempt { _ = try NPZ.read(path) }
  attempt { _ = try NPY.read(path) }
  attempt { _ = try Safetensors.read(path) }
  attempt { try NetworkImport(reading: [path]).write(to: path + ".imported") }
  attempt {
    let dataset = try Datasets.open(path)
    // The first and the last image: those between are read by the same lines.
    for index in Set([0, dataset.count - 1]) {
      guard try dataset.image(at: index).count == dataset.shape.byteCount else {
        fatalError("an image of another size than its dataset says")
      }
    }
  }
  return 0
}

private func attempt(_ read: () throws -> Void) {
  do {
    try read()
  } catch is FileProblem {
    // What a bad file should end in.
  } catch {
    fatalError("an error that names no file: \(error)")
  }
}
