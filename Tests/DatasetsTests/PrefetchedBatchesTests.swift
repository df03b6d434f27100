import Archives
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
  var labels: [UInt8]? { base.labels }

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
  private let base = numberedDataset(10)
  private let lock = NSLock()
  private var readCount = 0
  var reads: Int { lock.withLock { readCount } }
  var name: String { base.name }
  var count: Int { base.count }
  var shape: ImageShape { base.shape }
  var labels: [UInt8]? { base.labels }

  func copyImage(at index: Int, into pixels: UnsafeMutableBufferPointer<UInt8>) {
    base.copyImage(at: index, into: pixels)
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
  @Test func handsOutTheSameBatches() throws {
    let plain = try batches()
    let prefetched = PrefetchedBatches(try batches())
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
    try restored.restore(from: saved, path: "saved")
    #expect(restored.state() == saved)
    for _ in 0..<10 { #expect(try restored.next() == original.next()) }
  }

  @Test func aRefusedStateChangesNothing() throws {
    let plain = try batches()
    let prefetched = PrefetchedBatches(try batches())
    #expect(try prefetched.next() == plain.next())
    #expect(problem { try prefetched.restore(from: NamedArrays(), path: "saved") } != nil)
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

  @Test func preparesTheNextBatchUnasked() throws {
    let dataset = CountingDataset()
    let prefetched = PrefetchedBatches(try batches(dataset))
    _ = try prefetched.next()
    // Ten seconds are plenty for three bytes, on however busy a machine.
    for _ in 0..<1000 where dataset.reads < 6 { Thread.sleep(forTimeInterval: 0.01) }
    #expect(dataset.reads == 6)
    let ready = prefetched.secondsWaited
    _ = try prefetched.next()
    #expect(prefetched.secondsWaited >= ready)
  }

  @Test func tellsHowLongItWaited() throws {
    let prefetched = PrefetchedBatches(try batches(SlowDataset(seconds: 0.02)))
    #expect(prefetched.secondsWaited == 0)
    for _ in 0..<5 { _ = try prefetched.next() }
    // All but the first of five batches of three images are begun no sooner than they are asked for.
    #expect(prefetched.secondsWaited > 4 * 3 * 0.02 * 0.9)
  }
}
