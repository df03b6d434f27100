import Archives
import Datasets
import FileTestSupport
import Foundation
import Imaging
import Recipes
import Terminal
import Testing
import Training

/// What somebody adds to a run from outside: writes how bright the previews' samples are, line by line.
private final class BrightnessLog: Extension {
  let name = "brightness"
  private let gan: GAN
  private var lines: [String] = []

  init(of gan: GAN) { self.gan = gan }

  func run(in trainer: Trainer) throws {
    let pixels = gan.sampler.grid(rows: 2, columns: 2, seed: 0).pixels
    let mean = pixels.reduce(0) { $0 + Int($1) } / pixels.count
    lines.append("\(trainer.iteration) \(mean)")
    let text = lines.map { $0 + "\n" }.joined()
    try AtomicFile.write(Array(text.utf8), to: trainer.folder.path(of: "brightness.txt"))
  }

  func findings(in trainer: Trainer) -> [RunFinding] {
    [.file("brightness", path: trainer.folder.path(of: "brightness.txt"))]
  }

  func state() throws -> NamedArrays {
    var state = NamedArrays()
    let bytes = Array(lines.joined(separator: "\n").utf8)
    state["lines"] = NumpyArray(shape: [bytes.count], elements: .uint8(bytes))
    return state
  }

  func restore(from state: StateReader) throws {
    let text = String(decoding: try state.bytes("lines"), as: UTF8.self)
    lines = text.split(separator: "\n").map(String.init)
  }
}

@Suite struct RunExtensionTests {
  /// Runs the narrowest recipe on pictures in a folder, with the extension, to so many iterations.
  private func train(
    in folder: TemporaryFolder,
    to iterations: Int,
    from start: TrainingRun.Start = .anew(overwriting: false)
  ) throws -> [RunEvent] {
    var recipe = Recipe.mlpMNIST
    recipe.dataset = folder("pictures")
    recipe.image = ImageShape(height: 16, width: 16, channels: 1)
    recipe.channels = 4
    recipe.batchSize = 2
    recipe.length = .iterations(iterations)
    var run = TrainingRun(recipe, writingTo: folder("result"), start: start)
    run.extensions.append(
      RunExtension(
        every: .iterations(2),
        writing: RunFiles(names: ["brightness.txt"])
      ) { parts in BrightnessLog(of: parts.gan) }
    )
    var events: [RunEvent] = []
    try run.run(on: Console(.lines) { _ in }) { events.append($0) }
    return events
  }

  /// Four pictures of 16×16 pixels.
  private func writePictures(to folder: TemporaryFolder) throws {
    for index in 0..<4 {
      let pixels = (0..<256).map { UInt8(truncatingIfNeeded: $0 * (index + 1)) }
      let image = Image(height: 16, width: 16, channels: 1, pixels: pixels)
      let path = try folder.write([], as: "pictures/\(index).png")
      try PNG.write(image, to: path)
    }
  }

  @Test func itsFilesGoWithAnOverwrittenRun() throws {
    let folder = try TemporaryFolder()
    try writePictures(to: folder)
    _ = try train(in: folder, to: 2)
    #expect(FileManager.default.fileExists(atPath: folder("result/brightness.txt")))
    _ = try train(in: folder, to: 1, from: .anew(overwriting: true))
    #expect(!FileManager.default.fileExists(atPath: folder("result/brightness.txt")))
  }

  @Test func oneFromOutsideWritesResumesAndIsMentioned() throws {
    let folder = try TemporaryFolder()
    try writePictures(to: folder)
    let events = try train(in: folder, to: 4)
    let file = folder("result/brightness.txt")
    guard case .finished(let report)? = events.last else {
      Issue.record("\(events)")
      return
    }
    #expect(report.iteration == 4 && report.hasTrained)
    #expect(report.findings.contains(.file("brightness", path: file)))
    #expect(report.findings.contains(.file("pictures", path: folder("result/preview"))))
    func numbers() throws -> [Substring] {
      try String(contentsOfFile: file, encoding: .utf8).split(separator: "\n").compactMap {
        $0.split(separator: " ").first
      }
    }
    #expect(try numbers() == ["2", "4"])

    // Snapshots keep its state like that of any other.
    let snapshot = try SnapshotFile.latest(in: folder("result"))
    _ = try train(in: folder, to: 6, from: .from(snapshot))
    #expect(try numbers() == ["2", "4", "6"])
  }
}
