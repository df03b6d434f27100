import Datasets
import Distributed
import Evaluation
import TensorCore
import Testing
import Training

/// Several workers that compute features of the same samples, against one that does it alone.
@Suite struct SharedEvaluationTests {
  /// Noise around a level of its own for each of three classes.
  private static func images(_ count: Int, seed: Int) -> StoredDataset {
    let shape = ImageShape(height: 18, width: 16, channels: 3)
    var number = UInt64(seed)
    let pixels = (0..<count * shape.byteCount).map { place in
      number = number &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return UInt8(number >> 58) + UInt8(60 * (place / shape.byteCount % 3))
    }
    return StoredDataset(
      name: "noise",
      shape: shape,
      pixels: pixels,
      labels: (0..<count).map { $0 % 3 }
    )
  }

  private static let metrics: Set<Metric> = [
    .frechet, .precisionRecall, .sliced, .similarity, .classes,
  ]

  private static let real = images(1200, seed: 1)
  private static let generated = images(1100, seed: 2)

  private static var samples: DatasetSamples { DatasetSamples(generated) }

  private static var reader: SampleReader {
    SampleReader(metrics, RandomConvolutions(for: real.shape), images: real.shape)
  }

  private static func evaluate(_ count: Int, sharedBy share: BatchShare?) throws -> Observation {
    let reference = try RealReference(real, count: count, reader: reader)
    return try Evaluator(against: reference)
      .evaluate(samples, count: count, seed: 3, sharedBy: share)
  }

  /// More samples than there are in a batch, so that workers have unequal shares, and so few that only one has any.
  @Test(arguments: [1050, 60]) func workersFindWhatOneFinds(_ count: Int) throws {
    let alone = try Self.evaluate(count, sharedBy: nil)
    #expect(alone.names.count >= 5 && alone.names.allSatisfy { alone[$0]?.isFinite == true })
    for size in 2...4 {
      let found = try ThreadCommunicator.run(size) { communicator -> Observation? in
        let share = BatchShare(by: communicator, ofBatch: size)
        if communicator.rank == 0 { return try Self.evaluate(count, sharedBy: share) }
        try Self.reader.help(with: Self.samples, count: count, seed: 3, sharedBy: share)
        return nil
      }
      #expect(found[0] == alone, "\(size) workers")
    }
  }
}
