import Archives
import FileTestSupport
import Testing

@Suite struct NPYTests {
  @Test(arguments: ["c_order.npy", "fortran_order.npy"])
  func readsBothOrders(_ name: String) throws {
    let expected = NumpyArray(shape: [2, 3, 4], elements: .float32((0..<24).map(Float.init)))
    #expect(try NPY.read(fixture(name)) == expected)
  }

  @Test func readsVersionTwo() throws {
    let expected = NumpyArray(shape: [3], elements: .int64([0, 1, 2]))
    #expect(try NPY.read(fixture("version_2.npy")) == expected)
  }

  @Test(arguments: [
    ("big_endian.npy", "it holds big-endian elements ('>f4')"),
    ("float16.npy", "it holds elements of type '<f2'"),
    ("objects.npy", "it holds Python objects ('|O')"),
    ("records.npy", "it holds records of named fields"),
    ("stored.npz", "it does not start like one"),
  ])
  func refusesOtherTypes(_ name: String, _ found: String) {
    #expect(problem { _ = try NPY.read(fixture(name)) }?.found == found)
  }

  @Test(arguments: [
    "",
    "{",
    "{}",
    "[1, 2]",
    "{'descr': '<f4', 'fortran_order': False}",
    "{'descr': '<f4', 'fortran_order': False, 'shape': (2)}",
    "{'descr': '<f4', 'fortran_order': False, 'shape': (2,) 'extra': 1}",
    "{'descr': '<f4', 'fortran_order': False, 'shape': (2,), 'extra': 1}",
    "{'descr': '<f4', 'descr': '<f4', 'fortran_order': False, 'shape': (2,)}",
    "{'descr': '<f4', 'fortran_order': 0, 'shape': (2,)}",
    "{'descr': '<f4', 'fortran_order': False, 'shape': (-2,)}",
    "{'descr': '<f4', 'fortran_order': False, 'shape': (2 1)}",
    "{'descr': '<f4', 'fortran_order': False, 'shape': (,)}",
    "{'descr': '<f4', 'fortran_order': False, 'shape': 2}",
    "{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999999999999,)}",
    "{'descr': '<f4', 'fortran_order': False, 'shape': (4611686018427387904, 4)}",
    "{'descr': '<f4', 'fortran_order': False, 'shape': (4611686018427387904, 4, 0)}",
    "{'descr': '<f4', 'fortran_order': False, 'shape': (2,)} + 1",
    "{'descr': '<f4, 'fortran_order': False, 'shape': (2,)}",
    "{descr: '<f4', 'fortran_order': False, 'shape': (2,)}",
  ])
  func refusesBadHeaders(_ header: String) throws {
    let folder = try TemporaryFolder()
    let path = try folder.write(npy(header, content: 8), as: "a.npy")
    #expect(problem { _ = try NPY.read(path) }?.path == path)
  }

  @Test(arguments: [
    ("{'descr': '<f4', 'fortran_order': False, 'shape': (2,)}", [2]),
    ("{\"shape\":(1,2,),\"fortran_order\":False,\"descr\":\"<f4\"}", [1, 2]),
    ("{'descr': '<f8', 'fortran_order': True, 'shape': (), }   ", []),
  ])
  func readsGoodHeaders(_ header: String, _ shape: [Int]) throws {
    let folder = try TemporaryFolder()
    #expect(try NPY.read(folder.write(npy(header, content: 8), as: "a.npy")).shape == shape)
  }

  @Test func refusesLyingLengthsAndVersions() throws {
    let folder = try TemporaryFolder()
    let whole = try InputFile.read(fixture("c_order.npy"), limit: 1000)
    for (place, value) in [(0, 0x92), (6, 4), (7, 1), (8, 0xff), (9, 0xff)] as [(Int, UInt8)] {
      var damaged = whole
      damaged[place] = value
      let path = try folder.write(damaged, as: "a.npy")
      #expect(problem { _ = try NPY.read(path) } != nil, "byte \(place)")
    }
    for count in 0..<whole.count {
      let path = try folder.write(Array(whole.prefix(count)), as: "a.npy")
      #expect(problem { _ = try NPY.read(path) } != nil, "\(count) bytes")
    }
  }

  @Test(arguments: ["c_order.npy", "fortran_order.npy", "version_2.npy"])
  func survivesDamage(_ name: String) throws {
    let folder = try TemporaryFolder()
    let whole = try InputFile.read(fixture(name), limit: 1000)
    for damaged in Mutations(of: whole, count: 2000) {
      let path = try folder.write(damaged, as: "a.npy")
      do {
        let array = try NPY.read(path)
        #expect(array.shape.reduce(1, *) == array.elements.count)
      } catch {
        #expect(error.path == path)
      }
    }
  }

  private func npy(_ header: String, content: Int) -> [UInt8] {
    let text = Array((header + "\n").utf8)
    return [0x93] + Array("NUMPY".utf8) + [1, 0] + UInt16(text.count).littleEndianBytes + text
      + [UInt8](repeating: 0, count: content)
  }
}
