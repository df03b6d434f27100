import Archives
import ExitTestSupport
import FileTestSupport
import Foundation
import Testing

/// What `numpy.savez` was given for the fixtures.
private func expectedArrays() -> NamedArrays {
  var arrays = NamedArrays()
  arrays["gen/l0/W"] = NumpyArray(
    shape: [2, 3],
    elements: .float32([-0.5, -0.25, 0, 0.25, 0.5, 0.75])
  )
  arrays["double"] = NumpyArray(shape: [4], elements: .float64([0, 0.125, 0.25, 0.375]))
  arrays["int32"] = NumpyArray(shape: [3, 2], elements: .int32([-3, -2, -1, 0, 1, 2]))
  arrays["int64"] = NumpyArray(Int64(-5))
  arrays["uint64"] = NumpyArray(shape: [2], elements: .uint64([0, .max]))
  arrays["uint8"] = NumpyArray(shape: [2, 3, 4], elements: .uint8(Array(0..<24)))
  arrays["empty"] = NumpyArray(shape: [0, 3], elements: .float32([]))
  return arrays
}

@Suite struct NPZTests {
  @Test(arguments: ["stored.npz", "deflated.npz"])
  func readsWhatNumPyWrote(_ name: String) throws {
    #expect(try NPZ.read(fixture(name)) == expectedArrays())
  }

  @Test(arguments: [NPZ.Compression.stored, .deflated])
  func readsWhatItWrote(_ compression: NPZ.Compression) throws {
    let folder = try TemporaryFolder()
    try NPZ.write(expectedArrays(), to: folder("a.npz"), compression: compression)
    #expect(try NPZ.read(folder("a.npz")) == expectedArrays())
    #expect(try folder.names() == ["a.npz"])
  }

  @Test func entriesAreByteForByteNumPys() throws {
    let folder = try TemporaryFolder()
    try NPY.write(
      NumpyArray(shape: [2, 3, 4], elements: .float32((0..<24).map(Float.init))),
      to: folder("a.npy")
    )
    let written = try InputFile.read(folder("a.npy"), limit: 1000)
    #expect(try written == InputFile.read(fixture("c_order.npy"), limit: 1000))
  }

  @Test func equalArraysGiveEqualBytes() throws {
    let folder = try TemporaryFolder()
    for name in ["a", "b"] { try NPZ.write(expectedArrays(), to: folder(name)) }
    let first = try InputFile.read(folder("a"), limit: 10_000)
    #expect(try first == InputFile.read(folder("b"), limit: 10_000))
  }

  @Test func compressionMakesZerosSmall() throws {
    let folder = try TemporaryFolder()
    var arrays = NamedArrays()
    arrays["zeros"] = NumpyArray(
      shape: [1_000_000],
      elements: .float32([Float](repeating: 0, count: 1_000_000))
    )
    try NPZ.write(arrays, to: folder("a.npz"), compression: .deflated)
    #expect(try InputFile(folder("a.npz")).byteCount < 10_000)
    #expect(try NPZ.read(folder("a.npz")) == arrays)
  }

  @Test func namesAreASCII() async throws {
    let folder = try TemporaryFolder()
    var zip = ZipBuilder()
    zip.add("größe.npy", [])
    let path = try folder.write(zip.bytes, as: "a.npz")
    #expect(problem { _ = try NPZ.read(path) } != nil)
    expectMessage(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        var arrays = NamedArrays()
        arrays["größe"] = NumpyArray(Int64(1))
        try NPZ.write(arrays, to: "/nowhere/a.npz")
      },
      "NPZ: the name 'größe' is not ASCII"
    )
  }

  @Test func aFailedWriteLeavesTheOldFile() throws {
    let folder = try TemporaryFolder()
    try NPZ.write(expectedArrays(), to: folder("a.npz"))
    try FileManager.default.createDirectory(
      atPath: folder("b.npz"),
      withIntermediateDirectories: false
    )
    let found = problem { try NPZ.write(expectedArrays(), to: folder("b.npz")) }
    #expect(found?.found == "is a folder")
    #expect(problem { try NPZ.write(NamedArrays(), to: folder("none/c.npz")) } != nil)
    #expect(try folder.names() == ["a.npz", "b.npz"])
  }
}
