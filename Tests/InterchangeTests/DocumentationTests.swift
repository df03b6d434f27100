import Archives
import FileTestSupport
import Foundation
import GANTestSupport
import Imaging
import Interchange
import Recipes
import Testing

/// docs/export.md.
@Suite struct DocumentationTests {
  private func document() throws -> String {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    return try String(contentsOf: root.appendingPathComponent("docs/export.md"), encoding: .utf8)
  }

  /// The example in Swift, with paths in a folder of the test's.
  @Test func theExampleInSwiftRuns() throws {
    let folder = try TemporaryFolder()
    let saved = try GAN.lively(.mlpMNIST).saved()
    try NetworkExport(of: .generator, in: saved).write(as: .safetensors, to: folder("w"))

    let checkpoint = try GeneratorCheckpoint(readingFrom: saved.path)
    let grid = checkpoint.sampler.grid(rows: 4, columns: 4, seed: 1)
    try PNG.write(grid, to: folder("samples.png"))
    let weights = try Safetensors.read(folder("w")).arrays
    #expect(weights.names.count == 8)
    #expect(try ImageFile.read(folder("samples.png")).width == 4 * 28)

    let text = try document()
    for line in [
      "let checkpoint = try GeneratorCheckpoint(readingFrom: ",
      "let grid = checkpoint.sampler.grid(rows: 4, columns: 4, seed: 1)",
      "try PNG.write(grid, to: ",
      "let weights = try Safetensors.read(",
    ] {
      #expect(text.contains(line), "\(line)")
    }
  }

  @Test func formatsAndTextsAreNamed() throws {
    let text = try document()
    for format in ExportFormat.all where format != .onnx {
      #expect(text.contains("`--format \(format.name)`"))
    }
    let folder = try TemporaryFolder()
    let saved = try GAN.lively(.mlpMNIST).saved()
    try NetworkExport(of: .generator, in: saved).write(as: .safetensors, to: folder("w"))
    for name in try Safetensors.read(folder("w")).metadata.keys {
      #expect(text.contains("`\(name)`"), "\(name)")
    }
  }
}
