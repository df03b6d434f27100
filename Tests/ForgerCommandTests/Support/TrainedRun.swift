import Archives
import FileTestSupport
import Foundation
import Testing

/// A run of three iterations with a snapshot of each, made once for all tests that read it.
enum TrainedRun {
  private static let result = Result {
    let folder = try folderWithData()
    let output = try expectSuccess(
      smallTraining("--snapshot-interval", "1", "--display-interval", "1"),
      in: folder
    )
    return (folder: folder, output: output)
  }

  /// The folder that holds `data.bin` and `result`; not to be written to.
  static var folder: TemporaryFolder { get throws { try result.get().folder } }
  /// What the run printed.
  static var output: String { get throws { try result.get().output } }

  /// A new folder with the dataset and a copy of some of the run's files.
  static func copy(of names: String..., to subfolder: String = "result") throws -> TemporaryFolder {
    let copy = try folderWithData()
    for name in names {
      let bytes = try Data(contentsOf: URL(fileURLWithPath: folder("result/" + name)))
      try copy.write([UInt8](bytes), as: subfolder + "/" + name)
    }
    return copy
  }

  /// A copy of the last two snapshots and the last generator, whose images differ more than those of
  /// three iterations do.
  static func lively() throws -> TemporaryFolder {
    let copy = try copy(of: "log")
    let exported = ["l0/W", "dc1/W", "dc2/W", "dc3/W", "dc4/W"]
    let saved = ["project", "upsample.0", "upsample.1", "upsample.2", "toImage"].map {
      "updater/generator/\($0).weight"
    }
    let files = [
      ("gen_iter_3.npz", exported), ("snapshot_iter_2.npz", saved), ("snapshot_iter_3.npz", saved),
    ]
    for (name, weights) in files {
      var arrays = try NPZ.read(folder("result/" + name))
      for weight in weights { try arrays.changeFloats(weight) { $0 = $0.map { 10 * $0 } } }
      try NPZ.write(arrays, to: copy("result/" + name))
    }
    return copy
  }

  /// A new folder with the dataset and `broken.npz`: a file of the run with other arrays.
  static func broken(
    _ name: String,
    _ change: (inout NamedArrays) throws -> Void
  ) throws -> TemporaryFolder {
    var arrays = try NPZ.read(folder("result/" + name))
    try change(&arrays)
    let copy = try folderWithData()
    try NPZ.write(arrays, to: copy("broken.npz"))
    return copy
  }
}

extension NamedArrays {
  /// Changes the text of the recipe in `name`.
  mutating func replaceInRecipe(_ name: String, _ old: String, by new: String) throws {
    let array = try #require(self[name])
    guard case .uint8(let bytes) = array.elements else {
      Issue.record("the recipe is \(array.shape)")
      return
    }
    let text = String(decoding: bytes, as: UTF8.self)
    #expect(text.contains(old), "\(text)")
    setText(name, text.replacingOccurrences(of: old, with: new))
  }

  /// Sets an array to a text as bytes.
  mutating func setText(_ name: String, _ text: String) {
    self[name] = NumpyArray(shape: [text.utf8.count], elements: .uint8(Array(text.utf8)))
  }

  /// Changes the elements of a float32 array.
  mutating func changeFloats(_ name: String, _ change: (inout [Float]) -> Void) throws {
    let array = try #require(self[name], "no \(name) among \(names)")
    guard case .float32(var values) = array.elements else {
      Issue.record("\(name) is no array of float32")
      return
    }
    change(&values)
    self[name] = NumpyArray(shape: array.shape, elements: .float32(values))
  }

  /// Gives an array another shape of as many elements.
  mutating func reshape(_ name: String, _ shape: [Int]) throws {
    let array = try #require(self[name], "no \(name) among \(names)")
    self[name] = NumpyArray(shape: shape, elements: array.elements)
  }
}
