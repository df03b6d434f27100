internal import Datasets
internal import Imaging
internal import Randomness

/// Pictures that a generator's are judged by: of a test part, or training pictures without themselves.
struct HeldOutPictures {
  let dataset: any ImageDataset
  /// Which of the data set's.
  let indices: [Int]
  /// For each of them its number among the training pictures, if it is one.
  let excluded: [Int]?

  /// Some pictures of a data set, drawn without repetition.
  init(of dataset: any ImageDataset, count: Int, areTraining: Bool, seed: UInt64) {
    let order = RandomStream(seed: seed, purpose: "held out").permutation(of: dataset.count)
    self.dataset = dataset
    indices = Array(order.prefix(count))
    excluded = areTraining ? indices : nil
  }
}

extension ImageDataset {
  /// The most bytes of pictures that are looked at together.
  private static var partBytes: Int { 16 << 20 }

  /// Reads the pictures of some numbers, up to a thousand at a time, and hands them on with the number of
  /// those that were read.
  ///
  /// - Throws: Where a picture cannot be read; what `body` throws.
  func forEachPart(
    _ indices: [Int],
    _ body: (_ pictures: [Image], _ done: Int) throws -> Void
  ) throws {
    let length = max(1, min(1000, Self.partBytes / shape.byteCount))
    for first in stride(from: 0, to: indices.count, by: length) {
      let end = min(first + length, indices.count)
      try body(try indices[first..<end].map { try picture(at: $0) }, end)
    }
  }
}
