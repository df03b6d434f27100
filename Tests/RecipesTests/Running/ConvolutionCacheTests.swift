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

  @Test func keepsChoicesByMachine() throws {
    let folder = try TemporaryFolder()
    #expect(cache(in: folder).choices == ConvolutionChoices())
    #expect(cache(in: folder).keep(.winograd, for: "x") == .winograd)
    #expect(cache(in: folder).keep(.narrow, for: "y") == .narrow)
    #expect(cache(in: folder, machine: "other").keep(.oneDNN, for: "x") == .oneDNN)
    #expect(cache(in: folder).choices.algorithms == ["x": .winograd, "y": .narrow])
    #expect(cache(in: folder, machine: "other").choices.algorithms == ["x": .oneDNN])
    #expect(try folder.names() == ["forger"])
    let files = try FileManager.default.contentsOfDirectory(atPath: folder("forger"))
    #expect(files.sorted() == [ConvolutionCache.fileName, "convolutions.lock"])
  }

  /// Of two processes that measure the same, the second takes the first one's choice.
  @Test func theFirstChoiceStays() throws {
    let folder = try TemporaryFolder()
    let (first, second) = (cache(in: folder), cache(in: folder))
    #expect(first.keep(.winograd, for: "x") == .winograd)
    #expect(second.keep(.oneDNN, for: "x") == .winograd)
    #expect(second.choices.algorithms == ["x": .winograd])
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
    #expect(cache.keep(.winograd, for: "x") == .winograd)
    #expect(cache.choices.algorithms == ["x": .winograd])
  }

  @Test func algorithmsOfOtherVersionsArePassedOver() throws {
    let folder = try TemporaryFolder()
    let text = #"{"\#(Self.machine)": {"x": "of the future", "y": "onednn"}}"#
    try folder.write(Array(text.utf8), as: "forger/" + ConvolutionCache.fileName)
    #expect(cache(in: folder).choices.algorithms == ["y": .oneDNN])
  }

  /// Where the folder cannot be made, or something else has the file's name.
  @Test func whatCannotBeWrittenIsNoError() throws {
    let folder = try TemporaryFolder()
    try folder.write([1], as: "forger")
    #expect(cache(in: folder).keep(.winograd, for: "x") == .winograd)
    #expect(cache(in: folder).choices == ConvolutionChoices())

    let other = try TemporaryFolder()
    try other.write([1], as: "forger/\(ConvolutionCache.fileName)/file")
    #expect(cache(in: other).keep(.narrow, for: "x") == .narrow)
    #expect(cache(in: other).choices == ConvolutionChoices())
  }

  /// Several at once: whoever reads finds a whole file, and in the end all choices are there.
  @Test func manyAtOnceNeverBreakTheFile() async throws {
    let folder = try TemporaryFolder()
    await withTaskGroup { group in
      for writer in 0..<4 {
        group.addTask {
          let cache = cache(in: folder)
          for index in 0..<20 { _ = cache.keep(.winograd, for: "\(writer) \(index)") }
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
    #expect(ConvolutionCache.processor(in: "nothing of the kind") == "unknown")
  }
}
