import Archives
import Batches
import Datasets
import FileTestSupport
import Randomness
import Testing

/// Chainer's `SerialIterator`, line by line, on image numbers.
private struct SerialIterator {
  let count: Int
  let batchSize: Int
  let stream: RandomStream?
  var order: [Int]
  var position = 0
  var epoch = 0

  init(count: Int, batchSize: Int, stream: RandomStream?) {
    self.count = count
    self.batchSize = batchSize
    self.stream = stream
    order = stream?.permutation(of: count) ?? Array(0..<count)
  }

  var epochDetail: Double { Double(epoch) + Double(position) / Double(count) }

  mutating func next() -> [Int] {
    let end = position + batchSize
    var batch = Array(order[position..<min(end, count)])
    if end >= count {
      let rest = end - count
      if let stream { order = stream.permutation(of: count) }
      if rest > 0 { batch += order[..<rest] }
      position = rest
      epoch += 1
    } else {
      position = end
    }
    return batch
  }
}

private func stream(seed: UInt64 = 4) -> RandomStream {
  RandomStream(seed: seed, purpose: "shuffling")
}

@Suite struct ShuffledBatchesTests {
  @Test(
    arguments: [(10, 1), (10, 3), (10, 5), (10, 9), (10, 10), (1, 1), (101, 50)],
    [true, false]
  )
  func followsChainer(_ sizes: (count: Int, batchSize: Int), _ isShuffled: Bool) throws {
    var reference = SerialIterator(
      count: sizes.count,
      batchSize: sizes.batchSize,
      stream: isShuffled ? stream() : nil
    )
    let batches = try ShuffledBatches(
      numberedDataset(sizes.count),
      batchSize: sizes.batchSize,
      stream: stream(),
      shuffled: isShuffled
    )
    for _ in 0..<50 {
      let expected = reference.next().map { UInt8($0) }
      let batch = try batches.next()
      #expect(batch.count == sizes.batchSize)
      #expect(batch.pixels == expected)
      #expect(batch.labels == expected.map { Int($0) + 1 })
      #expect(batches.epoch == reference.epoch)
      #expect(batches.epochDetail == reference.epochDetail)
    }
  }

  @Test func everyEpochHoldsEveryImageOnce() throws {
    let batches = try ShuffledBatches(numberedDataset(12), batchSize: 4, stream: stream())
    var epochs: [[UInt8]] = []
    for _ in 0..<5 { epochs.append(try (0..<3).flatMap { _ in try batches.next().pixels }) }
    for epoch in epochs { #expect(epoch.sorted() == Array(0..<12)) }
    #expect(Set(epochs).count == 5)
  }

  @Test func aSmallDatasetIsRefused() {
    let found = problem {
      _ = try ShuffledBatches(numberedDataset(9), batchSize: 10, stream: stream())
    }
    #expect(found?.description == "numbers: holds 9 images; expected at least one batch of 10")
  }

  @Test(arguments: 0..<12)
  func continuesFromAnyState(_ count: Int) throws {
    let original = try ShuffledBatches(numberedDataset(10), batchSize: 3, stream: stream())
    for _ in 0..<count { _ = try original.next() }
    let saved = original.state()
    let restored = try ShuffledBatches(numberedDataset(10), batchSize: 3, stream: stream())
    _ = try restored.next()
    try restored.restore(from: StateReader(saved, file: "saved"))
    #expect(restored.state() == saved)
    for _ in 0..<20 {
      #expect(try restored.next() == original.next())
      #expect(restored.epochDetail == original.epochDetail)
    }
  }

  @Test(arguments: [
    ("count", NumpyArray(Int64(11))), ("seed", NumpyArray(UInt64(5))),
    ("position", NumpyArray(Int64(10))), ("position", NumpyArray(Int64(-1))),
    ("epoch", NumpyArray(Int64(-1))), ("epoch", NumpyArray(UInt64(1))),
    ("order_start", NumpyArray(Int64(0))), ("count", nil),
  ])
  func statesOfOtherRunsAreRefused(_ name: String, _ value: NumpyArray?) throws {
    let batches = try ShuffledBatches(numberedDataset(10), batchSize: 3, stream: stream())
    _ = try batches.next()
    let before = batches.state()
    var state = before
    state[name] = value
    #expect(
      problem { try batches.restore(from: StateReader(state, file: "saved")) }?.path == "saved"
    )
    #expect(batches.state() == before)
  }
}
