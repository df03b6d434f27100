import FileTestSupport
import Foundation
import Recipes
import TensorCore
import Testing

/// The file that keeps measured choices.
@Suite struct ConvolutionCacheTests {
  private static let machine = "a CPU, oneDNN 3"

  private func cache(
    in folder: TemporaryFolder,
    machine: String = machine
  ) -> ConvolutionCache {
    ConvolutionCache(in: folder("forger"), machine: machine)
  }

  private func choice(
    _ algorithm: ConvolutionAlgorithm,
    for names: String...
  ) -> ConvolutionChoices {
    ConvolutionChoices(Dictionary(uniqueKeysWithValues: names.map { ($0, algorithm) }))
  }

  @Test func keepsChoicesByMachine() throws {
    let folder = try TemporaryFolder()
    #expect(cache(in: folder).choices == ConvolutionChoices())
    cache(in: folder).keep(choice(.winograd, for: "x", "z"))
    cache(in: folder).keep(choice(.narrow, for: "y"))
    cache(in: folder, machine: "other").keep(choice(.oneDNN, for: "x"))
    let expected = ["x": ConvolutionAlgorithm.winograd, "y": .narrow, "z": .winograd]
    #expect(cache(in: folder).choices.algorithms == expected)
    #expect(cache(in: folder, machine: "other").choices.algorithms == ["x": .oneDNN])
    #expect(try folder.names() == ["forger"])
    let files = try FileManager.default.contentsOfDirectory(atPath: folder("forger"))
    #expect(files == [ConvolutionCache.fileName])
  }

  /// Of two processes that measure the same, the first one's choice stays, and none is lost.
  @Test func theFirstChoiceStays() throws {
    let folder = try TemporaryFolder()
    let (first, second) = (cache(in: folder), cache(in: folder))
    first.keep(choice(.winograd, for: "x"))
    second.keep(choice(.oneDNN, for: "x", "y"))
    #expect(second.choices.algorithms == ["x": .winograd, "y": .oneDNN])
  }

  /// Who measured nothing new touches no file.
  @Test func whatIsKeptAlreadyIsNotWrittenAgain() throws {
    let folder = try TemporaryFolder()
    cache(in: folder).keep(ConvolutionChoices())
    #expect(try folder.names() == [])
    cache(in: folder).keep(choice(.winograd, for: "x"))
    let path = folder("forger/\(ConvolutionCache.fileName)")
    let before = try FileManager.default.attributesOfItem(atPath: path)[.systemFileNumber] as? Int
    cache(in: folder).keep(choice(.oneDNN, for: "x"))
    let after = try FileManager.default.attributesOfItem(atPath: path)[.systemFileNumber] as? Int
    #expect(before != nil && before == after)
  }

  @Test(arguments: [
    "", "{", "[1, 2]", #"{"a CPU, oneDNN 3": 7}"#, #"{"a CPU, oneDNN 3": {"x": 1}}"#, "\u{0}\u{1}",
    String(repeating: "[", count: 100_000), String(repeating: " ", count: 5 << 20),
  ])
  func anotherFileIsAsGoodAsNone(_ text: String) throws {
    let folder = try TemporaryFolder()
    try folder.write(Array(text.utf8), as: "forger/" + ConvolutionCache.fileName)
    let cache = cache(in: folder)
    #expect(cache.choices == ConvolutionChoices())
    cache.keep(choice(.winograd, for: "x"))
    #expect(cache.choices.algorithms == ["x": .winograd])
  }

  /// Whatever byte is another, what is read is what was kept, or less, and the next choice is kept.
  @Test func anyDamagedByte() throws {
    let folder = try TemporaryFolder()
    let kept = choice(.winograd, for: "x", "y")
    cache(in: folder).keep(kept)
    let path = folder("forger/" + ConvolutionCache.fileName)
    let whole = [UInt8](try Data(contentsOf: URL(filePath: path)))
    for (place, mask) in whole.indices.flatMap({ place in
      [1, 0x20, 0x80].map { (place, UInt8($0)) }
    }) {
      var bytes = whole
      bytes[place] ^= mask
      try folder.write(bytes, as: "forger/" + ConvolutionCache.fileName)
      let found = cache(in: folder).choices.algorithms
      #expect(found.count <= 2 && found.values.allSatisfy { $0 == .winograd }, "byte \(place)")
      cache(in: folder).keep(choice(.narrow, for: "z"))
      #expect(cache(in: folder).choices.algorithms["z"] == .narrow, "byte \(place)")
    }
  }

  @Test func algorithmsOfOtherVersionsArePassedOver() throws {
    let folder = try TemporaryFolder()
    let text = #"{"\#(Self.machine)": {"x": "of the future", "y": "onednn"}}"#
    try folder.write(Array(text.utf8), as: "forger/" + ConvolutionCache.fileName)
    #expect(cache(in: folder).choices.algorithms == ["y": .oneDNN])
  }

  /// Where the folder cannot be made, or something else has the file's name.
  @Test func failingToWriteIsNotAnError() throws {
    let folder = try TemporaryFolder()
    try folder.write([1], as: "forger")
    cache(in: folder).keep(choice(.winograd, for: "x"))
    #expect(cache(in: folder).choices == ConvolutionChoices())

    let other = try TemporaryFolder()
    try other.write([1], as: "forger/\(ConvolutionCache.fileName)/file")
    cache(in: other).keep(choice(.narrow, for: "x"))
    #expect(cache(in: other).choices == ConvolutionChoices())
  }

  /// Several at once: whoever reads finds a whole file, and in the end all choices are there.
  @Test func manyAtOnceNeverBreakTheFile() async throws {
    let folder = try TemporaryFolder()
    await withTaskGroup { group in
      for writer in 0..<4 {
        group.addTask {
          let cache = cache(in: folder)
          for index in 0..<20 { cache.keep(choice(.winograd, for: "\(writer) \(index)")) }
        }
      }
    }
    let data = try Data(contentsOf: URL(filePath: folder("forger/\(ConvolutionCache.fileName)")))
    let machines = try JSONDecoder().decode([String: ConvolutionChoices].self, from: data)
    #expect(machines.keys.sorted() == [Self.machine])
    #expect(machines[Self.machine]?.algorithms.count == 80)
  }

  @Test func theProcessorIsNamed() {
    let text = """
      processor\t: 0
      vendor_id\t: AuthenticAMD
      cpu family\t: 23
      model\t\t: 1
      model name\t: AMD EPYC
      stepping\t: 2

      processor\t: 1
      model name\t: another
      """
    #expect(ConvolutionCache.processor(in: text) == "AMD EPYC, AuthenticAMD 23 1 2")
    let arm = "processor\t: 0\nCPU implementer\t: 0x41\nCPU variant\t: 0x3\nCPU part\t: 0xd0c\n"
    #expect(ConvolutionCache.processor(in: arm) == "unknown, 0x41 0x3 0xd0c")
    #expect(ConvolutionCache.processor(in: "nothing of the kind") == "unknown")
  }
}
