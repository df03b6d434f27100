import Archives
import FileTestSupport
import Foundation

extension GoldenRun {
  /// The name of the array that is a text: NumPy's `U`, which `NPZ` refuses.
  private static let settingsName = "settings"

  /// A run whose settings lie beside its arrays, as JSON in an array of text.
  ///
  /// - Throws: `FileProblem` where the file is not such a run.
  init(unpacking path: String, name: String) throws(FileProblem) {
    var files = try PackedFiles(path, format: .zip)
    var (arrays, settings) = (NamedArrays(), Data())
    let scratch = Result { try TemporaryFolder() }
    guard let folder = try? scratch.get() else {
      throw FileProblem(path, found: "cannot be unpacked", expected: "a temporary folder")
    }
    while let file = try files.nextFile() {
      let bytes = try files.read(upTo: 1 << 28)
      let key = String(file.dropLast(".npy".count))
      if key == Self.settingsName {
        settings = Self.text(ofNPY: bytes)
      } else {
        let copy = folder("array.npy")
        guard (try? Data(bytes).write(to: URL(fileURLWithPath: copy))) != nil else {
          throw FileProblem(path, found: "'\(key)' cannot be copied", expected: "room for it")
        }
        arrays[key] = try NPY.read(copy)
      }
    }
    self.init(name: name, path: path, arrays: arrays, settings: settings)
  }

  /// The text of one array of type `U`: four bytes a character, after the header's line.
  private static func text(ofNPY bytes: [UInt8]) -> Data {
    let start = bytes.firstIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? bytes.count
    var text = String.UnicodeScalarView()
    for place in stride(from: start, to: bytes.count - 3, by: 4) {
      let value = (0..<4).reduce(UInt32(0)) { $0 | UInt32(bytes[place + $1]) << (8 * $1) }
      if value > 0, let scalar = Unicode.Scalar(value) { text.append(scalar) }
    }
    return Data(String(text).utf8)
  }
}
