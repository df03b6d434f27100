import Archives
import Datasets
import Evaluation
import FileTestSupport
import Foundation
import Imaging
import TensorCore
import TestSupport
import Testing
import Terminal

/// What is kept of a classifier, and what is refused.
@Suite struct ClassifierFileTests {
  private func trained() throws -> (folder: TemporaryFolder, path: String) {
    let folder = try TemporaryFolder()
    return (folder, try Figures.trainClassifier(in: folder, iterations: 2))
  }

  private func cached(in folder: TemporaryFolder) throws -> Classifier? {
    let path = folder("figures")
    return try Classifier.cached(
      for: Datasets.open(path),
      from: path,
      in: EvaluationCache(at: folder("cache"))
    )
  }

  /// Changes the text of what is known of a classifier.
  private func changeFacts(at path: String, _ old: String, by new: String) throws {
    var arrays = try NPZ.read(path)
    guard case .uint8(let bytes)? = arrays["classifier"]?.elements else {
      Issue.record("no facts")
      return
    }
    let text = String(decoding: bytes, as: UTF8.self)
    #expect(text.contains(old))
    let changed = Array(text.replacingOccurrences(of: old, with: new).utf8)
    arrays["classifier"] = NumpyArray(shape: [changed.count], elements: .uint8(changed))
    try NPZ.write(arrays, to: path)
  }

  @Test func isFoundByTheImages() throws {
    let (folder, path) = try trained()
    let found = try #require(try cached(in: folder))
    #expect(found.hash == (try Classifier(readingFrom: path)).hash)
    #expect(found.facts.architecture == 1 && found.facts.trainingCount == 480)
  }

  /// A network of another version has a place of its own, where this one does not look.
  @Test func otherVersionsAreNotFound() throws {
    let (folder, path) = try trained()
    let place = (path as NSString).deletingLastPathComponent
    #expect(place.hasSuffix("-1"))
    try FileManager.default.moveItem(atPath: place, toPath: place.dropLast(2) + "-2")
    #expect(try cached(in: folder) == nil)
    // Nor does it take what had no version yet.
    try FileManager.default.moveItem(
      atPath: place.dropLast(2) + "-2",
      toPath: "\(place.dropLast(2))"
    )
    #expect(try cached(in: folder) == nil)
  }

  /// More classes than a byte counts, from folders to the file and back.
  @Test func threeHundredFoldersAreLearntAsAsManyClasses() throws {
    let folder = try TemporaryFolder()
    for number in 0..<300 {
      let pixels = (0..<25).map { UInt8($0 * (number / 20 + 1) % 256) }
      let image = PNG.encode(Image(height: 5, width: 5, channels: 1, pixels: pixels))
      for name in ["a.png", "b.png"] {
        try folder.write(image, as: "things/\(1000 + number)/\(name)")
      }
    }
    let cache = EvaluationCache(at: folder("cache"))
    let training = ClassifierTraining(
      of: folder("things"),
      iterations: 2,
      batchSize: 50,
      keepingIn: cache
    )
    let (facts, path) = try #require(try training.run(on: Console(.lines) { _ in }))
    #expect(facts.classCount == 300)
    let dataset = try Datasets.open(folder("things"))
    let found = try Classifier.cached(for: dataset, from: folder("things"), in: cache)
    #expect(found?.facts == facts)
    #expect(try Classifier(readingFrom: path).logits(of: .zeros([2, 128])).shape == [2, 300])
  }

  @Test(arguments: [
    ("\"architecture\":1", "\"architecture\":2", "a network of version 2"),
    ("\"architecture\":1,", "", "cannot be read"),
    ("\"classCount\":4", "\"classCount\":5", "'toLogits.weight'"),
    ("\"classCount\":4", "\"classCount\":99999", "99999 classes"),
    ("\"height\":16", "\"height\":1000000", "1000000×16"),
    ("\"height\":16", "\"height\":20", "'toFeatures.weight'"),
  ])
  func strangeFactsAreRefused(_ old: String, _ new: String, _ words: String) throws {
    let (folder, path) = try trained()
    try changeFacts(at: path, old, by: new)
    let problem = try #require(problem { _ = try cached(in: folder) })
    #expect(problem.path == path && problem.found.contains(words), "\(problem)")
  }

  @Test func damagedFilesAreRefused() throws {
    let (folder, path) = try trained()
    let whole = try [UInt8](Data(contentsOf: URL(fileURLWithPath: path)))
    for length in [0, 100, whole.count / 2, whole.count - 1] {
      try Data(whole.prefix(length)).write(to: URL(fileURLWithPath: path))
      let problem = try #require(problem { _ = try cached(in: folder) })
      #expect(problem.path == path, "\(problem)")
    }
    for (change, words) in [
      ({ $0["classifier"] = nil }, "holds no classifier"),
      ({ $0["toFeatures.bias"] = nil }, "lacks 'toFeatures.bias'"),
      (
        {
          $0["toFeatures.bias"] = NumpyArray(
            shape: [128],
            elements: .float32(.init(repeating: .nan, count: 128))
          )
        }, "'toFeatures.bias'"
      ),
    ] as [((inout NamedArrays) -> Void, String)] {
      try Data(whole).write(to: URL(fileURLWithPath: path))
      var arrays = try NPZ.read(path)
      change(&arrays)
      try NPZ.write(arrays, to: path)
      let problem = try #require(problem { _ = try cached(in: folder) })
      #expect(problem.path == path && problem.found.contains(words), "\(problem)")
    }
  }
}
