import Archives
import Batches
import Datasets
import FileTestSupport
import Foundation
import Randomness
import Testing

/// Images of which those in `missing` cannot be read, and each of which takes a while.
private struct SlowDataset: ImageDataset {
  let base = numberedDataset(10)
  var missing: Set<Int> = []
  var seconds = 0.0
  var name: String { base.name }
  var count: Int { base.count }
  var shape: ImageShape { base.shape }
  var labels: [Int]? { base.labels }

  func copyImage(at index: Int, into pixels: UnsafeMutableBufferPointer<UInt8>) throws {
    if seconds > 0 { Thread.sleep(forTimeInterval: seconds) }
    if missing.contains(index) {
      throw FileProblem(name, found: "lacks image \(index)", expected: "all images")
    }
    base.copyImage(at: index, into: pixels)
  }
}

/// Images that count how often they are read.
///
/// `@unchecked Sendable`: the count is touched under its lock only.
private final class CountingDataset: ImageDataset, @unchecked Sendable {
  private let lock = NSLock()
  private var readCount = 0
  let shape: ImageShape
  var reads: Int { lock.withLock { readCount } }
  var name: String { "counted" }
  var count: Int { 10 }
  var labels: [Int]? { nil }

  init(shape: ImageShape = ImageShape(height: 1, width: 1, channels: 1)) { self.shape = shape }

  func copyImage(at index: Int, into pixels: UnsafeMutableBufferPointer<UInt8>) {
    pixels[0] = UInt8(index)
    lock.withLock { readCount += 1 }
  }
}

private func batches(_ dataset: any ImageDataset = SlowDataset()) throws -> ShuffledBatches {
  try ShuffledBatches(
    dataset,
    batchSize: 3,
    stream: RandomStream(seed: 4, purpose: "shuffling")
  )
}

@Suite struct PrefetchedBatchesTests {
  @Test(arguments: [1, 2, 3, 5, 100])
  func handsOutTheSameBatches(_ threads: Int) throws {
    let plain = try batches()
    let prefetched = PrefetchedBatches(try batches(), threads: threads)
    #expect((prefetched.datasetCount, prefetched.batchSize) == (10, 3))
    for _ in 0..<30 {
      #expect(prefetched.state() == plain.state())
      #expect(prefetched.epoch == plain.epoch)
      #expect(prefetched.epochDetail == plain.epochDetail)
      #expect(try prefetched.next() == plain.next())
    }
  }

  @Test(arguments: 0..<8)
  func continuesFromAnyState(_ count: Int) throws {
    let original = PrefetchedBatches(try batches())
    for _ in 0..<count { _ = try original.next() }
    let saved = original.state()
    let restored = PrefetchedBatches(try batches())
    for _ in 0..<5 { _ = try restored.next() }
    try restored.restore(from: StateReader(saved, file: "saved"))
    #expect(restored.state() == saved)
    for _ in 0..<10 { #expect(try restored.next() == original.next()) }
  }

  @Test func aRefusedStateChangesNothing() throws {
    let plain = try batches()
    let prefetched = PrefetchedBatches(try batches())
    #expect(try prefetched.next() == plain.next())
    #expect(
      problem { try prefetched.restore(from: StateReader(NamedArrays(), file: "saved")) } != nil
    )
    for _ in 0..<5 { #expect(try prefetched.next() == plain.next()) }
  }

  @Test func errorsSurfaceAndLoseNothing() throws {
    let prefetched = PrefetchedBatches(try batches(SlowDataset(missing: [6])))
    let plain = try batches()
    var batch = try plain.next()
    while !batch.pixels.contains(6) {
      #expect(try prefetched.next() == batch)
      batch = try plain.next()
    }
    let before = prefetched.state()
    for _ in 0..<3 {
      #expect(problem { _ = try prefetched.next() }?.found == "lacks image 6")
      #expect(prefetched.state() == before)
    }
  }

  @Test func preparesEightBatchesUnasked() throws {
    let dataset = CountingDataset()
    let prefetched = PrefetchedBatches(try batches(dataset), threads: 2)
    _ = try prefetched.next()
    // Ten seconds are plenty for three bytes a batch, on however busy a machine.
    for _ in 0..<1000 where dataset.reads < 9 * 3 { Thread.sleep(forTimeInterval: 0.01) }
    Thread.sleep(forTimeInterval: 0.05)
    #expect(dataset.reads == 9 * 3)
    let ready = prefetched.secondsWaited
    _ = try prefetched.next()
    #expect(prefetched.secondsWaited >= ready)
  }

  @Test func largeBatchesArePreparedOneAtATime() throws {
    let dataset = CountingDataset(shape: ImageShape(height: 5000, width: 5000, channels: 3))
    let prefetched = PrefetchedBatches(try batches(dataset), threads: 2)
    _ = try prefetched.next()
    for _ in 0..<1000 where dataset.reads < 2 * 3 { Thread.sleep(forTimeInterval: 0.01) }
    Thread.sleep(forTimeInterval: 0.05)
    #expect(dataset.reads == 2 * 3)
  }

  @Test func tellsHowLongItWaited() throws {
    let prefetched = PrefetchedBatches(try batches(SlowDataset(seconds: 0.02)), threads: 1)
    #expect(prefetched.secondsWaited == 0)
    let clock = ContinuousClock()
    let time = try clock.measure { for _ in 0..<5 { _ = try prefetched.next() } } / .seconds(1)
    // There is nothing to do but to wait.
    #expect((0.9 * time...time).contains(prefetched.secondsWaited))
  }
}
