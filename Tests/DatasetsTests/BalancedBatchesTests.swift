import Archives
import Batches
import Datasets
import Randomness
import Testing

/// Epochs in which each class is as frequent as any other.
@Suite struct BalancedBatchesTests {
  /// 16 images, the image `i` having the value `i`: 12 of class 0, none of 1, 3 of 2, one of 3.
  private static let labels = [0, 0, 2, 0, 0, 0, 3, 0, 0, 2, 0, 0, 0, 0, 2, 0]

  private static func batches(
    _ labels: [Int] = labels,
    batchSize: Int = 5,
    rows: [Int]? = nil
  ) throws -> ShuffledBatches {
    try ShuffledBatches(
      StoredDataset(
        name: "unbalanced",
        shape: ImageShape(height: 1, width: 1, channels: 1),
        pixels: labels.indices.map { UInt8($0) },
        labels: labels
      ),
      batchSize: batchSize,
      rows: rows,
      stream: RandomStream(seed: 4, purpose: "shuffling"),
      balancing: true
    )
  }

  @Test func classesTakeTurns() throws {
    let batches = try Self.batches(batchSize: 1)
    for _ in 0..<20 {
      let epoch = try (0..<16).map { _ in try batches.next() }
      let found = epoch.flatMap { $0.labels ?? [] }
      for start in stride(from: 0, to: 15, by: 3) {
        #expect(found[start..<start + 3].sorted() == [0, 2, 3])
      }
      #expect(epoch.allSatisfy { Self.labels[Int($0.pixels[0])] == $0.labels?[0] })
    }
    #expect(batches.epochDetail == 20)
  }

  @Test func imagesOfAClassRepeatWhenAllWereThere() throws {
    let batches = try Self.batches(batchSize: 1)
    var (orders, firstClasses) = (Set<[UInt8]>(), Set<Int>())
    for _ in 0..<20 {
      let epoch = try (0..<16).map { _ in try batches.next() }
      firstClasses.insert(epoch[0].labels?[0] ?? -1)
      let rare = epoch.filter { $0.labels == [2] }.flatMap(\.pixels)
      #expect(rare[..<3].sorted() == [2, 9, 14])
      #expect(Set(rare[3...]).count == rare.count - 3)
      let frequent = epoch.filter { $0.labels == [0] }.flatMap(\.pixels)
      #expect(Set(frequent).count == frequent.count)
      orders.insert(frequent)
    }
    #expect(orders.count == 20)
    #expect(firstClasses == [0, 2, 3])
  }

  @Test func evenClassesHaveEveryImageOnce() throws {
    let batches = try Self.batches([0, 1, 0, 1, 2, 2], batchSize: 6)
    for _ in 0..<5 { #expect(try batches.next().pixels.sorted() == [0, 1, 2, 3, 4, 5]) }
  }

  @Test func moreClassesThanABatchHoldsTakeTurnsAcrossBatches() throws {
    let batches = try Self.batches(Array(0..<40), batchSize: 8)
    let found = try (0..<5).flatMap { _ in try batches.next().labels ?? [] }
    #expect(found.sorted() == Array(0..<40))
  }

  @Test func processesHaveTheirRows() throws {
    let whole = try Self.batches()
    let parts = try [[0, 1], [2, 3, 4]].map { try Self.batches(rows: $0) }
    for _ in 0..<10 {
      #expect(try parts.flatMap { try $0.next().pixels } == whole.next().pixels)
    }
  }

  @Test(arguments: 0..<8)
  func continuesFromAnyState(_ count: Int) throws {
    let original = try Self.batches()
    for _ in 0..<count { _ = try original.next() }
    let restored = try Self.batches()
    _ = try restored.next()
    try restored.restore(from: StateReader(original.state(), file: "saved"))
    for _ in 0..<20 { #expect(try restored.next() == original.next()) }
  }
}
