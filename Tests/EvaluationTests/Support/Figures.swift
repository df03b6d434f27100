import Datasets
import Evaluation
import FileTestSupport
import Foundation
import Randomness
import Terminal

/// Images of four kinds of figures, each in a size, place and brightness of its own, 16×16 in gray.
enum Figures {
  static let shape = ImageShape(height: 16, width: 16, channels: 1)
  static let kinds = 4

  /// So many images, the kinds in turn.
  static func dataset(_ count: Int, seed: UInt64 = 0, name: String = "figures") -> StoredDataset {
    let random = RandomStream(seed: seed, purpose: "figures")
    var pixels: [UInt8] = []
    for index in 0..<count { pixels += image(of: index % kinds, random) }
    let labels = (0..<count).map { $0 % kinds }
    return StoredDataset(name: name, shape: shape, pixels: pixels, labels: labels)
  }

  /// Trains a classifier of figures of a seed of their own for so many moves, and keeps it in `folder/cache`; the
  /// figures it learned from are in `folder/figures`.
  ///
  /// - Returns: The path of its file.
  static func trainClassifier(
    in folder: TemporaryFolder,
    iterations: Int = 200
  ) throws -> String {
    let count = 600
    let learned = dataset(count, seed: 77)
    func header(_ axes: UInt8, _ lengths: Int...) -> [UInt8] {
      [0, 0, 8, axes] + lengths.flatMap { [0, 0, UInt8($0 >> 8), UInt8($0 & 255)] }
    }
    try folder.write(
      header(3, count, 16, 16) + learned.pixels,
      as: "figures/train-images-idx3-ubyte"
    )
    try folder.write(
      header(1, count) + (learned.labels ?? []).map { UInt8($0) },
      as: "figures/train-labels-idx1-ubyte"
    )
    let training = ClassifierTraining(
      of: folder("figures"),
      iterations: iterations,
      batchSize: 50,
      keepingIn: EvaluationCache(at: folder("cache"))
    )
    let result = try training.run(on: Console(.lines) { _ in })
    guard let path = result?.path else { throw CocoaError(.fileNoSuchFile) }
    return path
  }

  private static func image(of kind: Int, _ random: RandomStream) -> [UInt8] {
    let radius = 3 + random.uniformInt(below: 3)
    let (top, left) = (6 + random.uniformInt(below: 4), 6 + random.uniformInt(below: 4))
    let brightness = UInt8(140 + random.uniformInt(below: 100))
    return (0..<256).map { place in
      let (row, column) = (place / 16 - top, place % 16 - left)
      let isInside =
        switch kind {
        case 0: max(abs(row), abs(column)) <= radius
        case 1: row * row + column * column <= radius * radius
        case 2: abs(row) <= radius && abs(column) <= 1
        default: abs(abs(row) - abs(column)) <= 1 && abs(row) <= radius
        }
      return isInside ? brightness : 20
    }
  }
}

extension StoredDataset {
  /// The same images with other pixels.
  func changed(_ change: (Int, UInt8) -> UInt8) -> StoredDataset {
    StoredDataset(
      name: name,
      shape: shape,
      pixels: pixels.enumerated().map { change($0.offset, $0.element) },
      labels: labels
    )
  }

  /// Images of some indices.
  func picked(_ indices: [Int]) -> StoredDataset {
    let size = shape.byteCount
    return StoredDataset(
      name: name,
      shape: shape,
      pixels: indices.flatMap { pixels[$0 * size..<($0 + 1) * size] }
    )
  }
}
