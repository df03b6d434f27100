import Archives
import FileTestSupport
import Testing

/// An `.npy` file with any header text and content.
private func npy(_ header: String, _ content: [UInt8] = []) -> [UInt8] {
  let text = Array((header + "\n").utf8)
  return [0x93] + Array("NUMPY".utf8) + [1, 0] + UInt16(text.count).littleEndianBytes + text
    + content
}

private let twoFloats = "{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }"

@Suite struct NPZHostileTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func found(_ bytes: [UInt8], limits: ReadLimits = .arrays) throws -> String? {
    let path = try folder.write(bytes, as: "a.npz")
    let found = problem { _ = try NPZ.read(path, limits: limits) }
    #expect(found == nil || found?.path == path)
    return found?.found
  }

  @Test func refusesWhatIsNotAnArchive() throws {
    #expect(try found([]) != nil)
    #expect(try found(Array("PK\u{3}\u{4}".utf8)) != nil)
    #expect(try found(Array(repeating: 0x41, count: 5000)) != nil)
    #expect(problem { _ = try NPZ.read(folder("none")) }?.expected == "a readable file")
    #expect(problem { _ = try NPZ.read(folder.path) }?.found == "is a folder")
    #expect(problem { _ = try NPZ.read("/dev/zero") }?.found == "is a device or pipe")
  }

  @Test(arguments: ["stored.npz", "deflated.npz"])
  func refusesEveryTruncation(_ name: String) throws {
    let whole = try InputFile.read(fixture(name), limit: 10_000)
    for count in 0..<whole.count {
      #expect(try found(Array(whole.prefix(count))) != nil, "\(count) bytes")
    }
  }

  @Test(arguments: ["stored.npz", "deflated.npz"])
  func survivesDamage(_ name: String) throws {
    let whole = try InputFile.read(fixture(name), limit: 10_000)
    let original = try NPZ.read(fixture(name))
    for damaged in Mutations(of: whole, count: 1500) {
      let path = try folder.write(damaged, as: "a.npz")
      do {
        let arrays = try NPZ.read(path)
        // What is read in spite of the damage is what was written: checksums guard the elements.
        for name in arrays.names where original[name] != nil {
          #expect(arrays[name] == original[name])
        }
      } catch {
        #expect(error.path == path)
      }
    }
  }

  @Test func refusesDuplicates() throws {
    var zip = ZipBuilder()
    zip.add("a.npy", npy(twoFloats, Array(repeating: 0, count: 8)))
    zip.add("a.npy", npy(twoFloats, Array(repeating: 1, count: 8)))
    #expect(try found(zip.bytes) == "holds two arrays named 'a'")
  }

  @Test func refusesOtherEntries() throws {
    var zip = ZipBuilder()
    zip.add("readme.txt", [1])
    #expect(try found(zip.bytes) == "holds 'readme.txt', which is not a .npy entry")
    zip = ZipBuilder()
    zip.add("folder/", [])
    #expect(try found(zip.bytes) == "holds 'folder/', which is not a .npy entry")
  }

  @Test func refusesElementsThatAreNotThere() throws {
    var zip = ZipBuilder()
    zip.add("a.npy", npy(twoFloats, [0, 0, 0, 0, 0]))
    #expect(try found(zip.bytes) == "entry 'a' holds 5 bytes of elements")
    zip = ZipBuilder()
    zip.add("a.npy", npy("{'descr': '<f8', 'fortran_order': False, 'shape': (1000000000000,)}"))
    let claim = try found(zip.bytes)
    #expect(claim?.hasSuffix("into 8000000000000") == true, "\(claim ?? "")")
    zip = ZipBuilder()
    zip.add("a.npy", npy("{'descr': '<f8', 'fortran_order': False, 'shape': (1000,)}"))
    #expect(try found(zip.bytes) == "entry 'a' holds 0 bytes of elements")
    zip = ZipBuilder()
    zip.add("a.npy", npy(twoFloats, [0, 0]), claimedSize: 1 << 30)
    #expect(try found(zip.bytes) != nil)
  }

  @Test func refusesMoreElementsThanTheHeaderSays() throws {
    var zip = ZipBuilder()
    zip.add("a.npy", npy(twoFloats, Array(repeating: 0, count: 9)))
    #expect(try found(zip.bytes) == "entry 'a' holds more bytes of elements than its header says")
  }

  @Test func refusesMoreThanTheLimits() throws {
    var zip = ZipBuilder()
    for name in ["a", "b", "c"] {
      zip.add(name + ".npy", npy(twoFloats, Array(repeating: 0, count: 8)))
    }
    #expect(try found(zip.bytes, limits: ReadLimits(entries: 3)) == nil)
    #expect(try found(zip.bytes, limits: ReadLimits(entries: 2)) == "holds more than 2 entries")
    let limit = ReadLimits(totalBytes: 100)
    #expect(try found(zip.bytes, limits: limit)?.hasSuffix("into more than 100") == true)
  }

  /// Zeros compress a thousandfold: none of them is expanded.
  @Test func refusesCompressedZerosBeforeTheyAreExpanded() throws {
    let path = folder("zeros.npz")
    var arrays = NamedArrays()
    // 32 MB in 32 KB; the limit for so short a file is 16 MiB.
    arrays["a"] = NumpyArray(
      shape: [8_000_000],
      elements: .float32(.init(repeating: 0, count: 8_000_000))
    )
    try NPZ.write(arrays, to: path, compression: .deflated)
    let bytes = try InputFile.read(path, limit: 1 << 20)
    #expect(bytes.count < 100_000)
    let found = problem { _ = try NPZ.read(path) }
    #expect(found?.found == "claims to expand from \(bytes.count) bytes into 32000000")
    #expect(found?.expected == "at most \(ReadLimits.freeBytes) bytes")
  }

  @Test func readsOnlyWhatIsWanted() throws {
    let whole = try NPZ.read(fixture("deflated.npz"))
    let name = try #require(whole.names.last)
    let part = try NPZ.read(fixture("deflated.npz")) { $0 == name }
    #expect(part.names == [name] && part[name] == whole[name])
  }
}
