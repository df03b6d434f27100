import Archives
import FileTestSupport
import Foundation
import Testing

/// One array of each type.
private func someArrays() -> NamedArrays {
  var arrays = NamedArrays()
  arrays["project.weight"] = NumpyArray(
    shape: [2, 3],
    elements: .float32([-0.5, .leastNonzeroMagnitude, 0, 0.25, -0.0, .greatestFiniteMagnitude])
  )
  arrays["double"] = NumpyArray(shape: [2], elements: .float64([0.1, -1e300]))
  arrays["int32"] = NumpyArray(shape: [3], elements: .int32([.min, 0, .max]))
  arrays["bytes/ü \"\\\n"] = NumpyArray(shape: [5], elements: .uint8([0, 1, 2, 254, 255]))
  arrays["int64"] = NumpyArray(Int64.min)
  arrays["uint64"] = NumpyArray(shape: [1, 1], elements: .uint64([.max]))
  arrays["empty"] = NumpyArray(shape: [0, 3], elements: .float32([]))
  return arrays
}

/// A file of a header's text and some bytes.
private func file(_ header: String, _ elements: [UInt8] = []) -> [UInt8] {
  UInt64(header.utf8.count).littleEndianBytes + Array(header.utf8) + elements
}

@Suite struct SafetensorsTests {
  @Test func readsWhatItWroteBitForBit() throws {
    let folder = try TemporaryFolder()
    let texts = ["recipe": "a: 1\nb: \"ü\"", "empty": ""]
    let content = Safetensors.Content(someArrays(), metadata: texts)
    try Safetensors.write(content, to: folder("a"))
    let read = try Safetensors.read(folder("a"))
    #expect(read == content)
    #expect(read.arrays.names == content.arrays.names)
    try Safetensors.write(read, to: folder("b"))
    #expect(
      try InputFile.read(folder("a"), limit: 4096) == InputFile.read(folder("b"), limit: 4096)
    )
  }

  @Test func elementsBeginAtAMultipleOfEight() throws {
    let folder = try TemporaryFolder()
    for name in ["a", "ab", "abc", "abcdefgh"] {
      var arrays = NamedArrays()
      arrays[name] = NumpyArray(1.5)
      try Safetensors.write(Safetensors.Content(arrays), to: folder("f"))
      let bytes = try InputFile.read(folder("f"), limit: 4096)
      #expect(bytes[0] % 8 == 0 && bytes.count == 8 + Int(bytes[0]) + 8)
    }
  }

  @Test func readsNumbersOfSixteenBits() throws {
    let folder = try TemporaryFolder()
    let header =
      #"{"h":{"dtype":"F16","shape":[5],"data_offsets":[0,10]},"#
      + #""b":{"dtype":"BF16","shape":[2],"data_offsets":[10,14]}}"#
    let halves: [UInt16] = [0x3C00, 0xC101, 0x0001, 0x7BFF, 0xFC00]
    let brains: [UInt16] = [0x3FC0, 0xC2F7]
    let bytes = (halves + brains).flatMap(\.littleEndianBytes)
    let path = try folder.write(file(header, bytes), as: "f")
    let arrays = try Safetensors.read(path).arrays
    // 1, −(2 + 2⁻¹ + 2⁻⁹), 2⁻²⁴, 65504, −∞ by the definition of binary16.
    #expect(arrays["h"]?.elements == .float32([1, -2.501953125, 0x1p-24, 65504, -.infinity]))
    #expect(arrays["b"]?.elements == .float32([1.5, -123.5]))
  }

  @Test(arguments: [
    (#"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}"#, 8, "holds 8 bytes of elements"),
    (#"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}"#, 0, "holds 0 bytes of elements"),
    (#"{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}"#, 8, "from byte 4"),
    (#"{"a":{"dtype":"F32","shape":[1],"data_offsets":[-4,0]}}"#, 4, "has its elements at [-4, 0]"),
    (#"{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,0]}}"#, 4, "has its elements at [4, 0]"),
    (#"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0]}}"#, 4, "has its elements at [0]"),
    (#"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}"#, 4, "claims 4 bytes of elements"),
    (#"{"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}"#, 4, "claims the shape [-1]"),
    (
      #"{"a":{"dtype":"F32","shape":[4611686018427387904,4],"data_offsets":[0,0]}}"#, 0,
      "claims the shape"
    ),
    (#"{"a":{"dtype":"F8_E4M3","shape":[1],"data_offsets":[0,1]}}"#, 1, "elements of type F8_E4M3"),
    (
      #"{"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]},"b":{"dtype":"U8","shape":[2],"data_offsets":[1,3]}}"#,
      3, "from byte 1"
    ),
    (#"{"a":{"dtype":"F32","shape":[1]}}"#, 4, "not a JSON object of arrays"),
    (#"{"a":{"dtype":"F32","shape":[1e99],"data_offsets":[0,4]}}"#, 4, "not a JSON object"),
    (#"{"__metadata__":{"a":1}}"#, 0, "not a JSON object of arrays"),
    ("[]", 0, "not a JSON object of arrays"), ("{", 0, "not a JSON object of arrays"),
    ("", 0, "not a JSON object of arrays"),
    (String(repeating: #"{"a":"#, count: 10_000), 0, "not a JSON object of arrays"),
  ])
  func refusesAHeaderThatLies(_ header: String, _ count: Int, _ found: String) throws {
    let folder = try TemporaryFolder()
    let bytes = file(header, [UInt8](repeating: 1, count: count))
    let path = try folder.write(bytes, as: "f")
    let problem = try #require(problem { _ = try Safetensors.read(path) })
    #expect(problem.path == path && problem.found.contains(found), "\(problem)")
  }

  @Test(arguments: [[], [1], [UInt8](repeating: 0xff, count: 8), [200, 0, 0, 0, 0, 0, 0, 0, 0x7b]])
  func refusesALengthBeyondTheFile(_ bytes: [UInt8]) throws {
    let folder = try TemporaryFolder()
    let path = try folder.write(bytes, as: "f")
    let problem = try #require(problem { _ = try Safetensors.read(path) })
    #expect(problem.found.contains("claims a header of"), "\(problem)")
  }

  @Test func refusesMoreThanTheLimits() throws {
    let folder = try TemporaryFolder()
    try Safetensors.write(Safetensors.Content(someArrays()), to: folder("a"))
    for limits in [ReadLimits(totalBytes: 100), ReadLimits(entries: 3)] {
      let problem = try #require(problem { _ = try Safetensors.read(folder("a"), limits: limits) })
      #expect(problem.expected.contains("at most"), "\(problem)")
    }
  }

  @Test func damagedFilesAreReadOrRefused() throws {
    let folder = try TemporaryFolder()
    try Safetensors.write(
      Safetensors.Content(someArrays(), metadata: ["a": "b"]),
      to: folder("a")
    )
    for bytes in Mutations(of: try InputFile.read(folder("a"), limit: 4096), count: 2000) {
      let path = try folder.write(bytes, as: "f")
      do {
        _ = try Safetensors.read(path)
      } catch {
        #expect(error.path == path)
      }
    }
  }
}
