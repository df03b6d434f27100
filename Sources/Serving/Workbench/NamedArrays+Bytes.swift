internal import Archives
internal import Foundation

extension NamedArrays {
  /// The bytes of the file that `NPZ` writes of the arrays.
  ///
  /// - Throws: `FileProblem` if there is no room for it in the folder of temporary files, where it is for a moment.
  func npzBytes() throws -> [UInt8] {
    let folder = FileManager.default.temporaryDirectory
    let path = folder.appendingPathComponent("forger-\(UUID().uuidString).npz").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    try NPZ.write(self, to: path)
    return try InputFile.read(path, limit: 1 << 30)
  }
}
