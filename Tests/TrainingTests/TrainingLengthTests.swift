import Archives
import Foundation
import Testing
import Training

@Suite struct TrainingLengthTests {
  @Test(arguments: [(TrainingLength.iterations(7), "iterations"), (.epochs(1000), "epochs")])
  func isStoredWithItsUnit(_ length: TrainingLength, _ unit: String) throws {
    let data = try JSONEncoder().encode(length)
    #expect(String(decoding: data, as: UTF8.self) == "{\"\(unit)\":\(length.count)}")
    #expect(try JSONDecoder().decode(TrainingLength.self, from: data) == length)
  }

  @Test(arguments: ["{}", "[]", "{\"epochs\":1.5}", "{\"iterations\":\"7\"}", "{\"weeks\":1}"])
  func whatIsNoLengthIsRefused(_ json: String) {
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode(TrainingLength.self, from: Data(json.utf8))
    }
  }

  /// Batches of 30 in 100 images: the snapshot after 7 is in the third epoch.
  @Test func snapshotsAreExtended() throws {
    let scratch = try Scratch()
    let bench = try Bench(in: scratch, until: .iterations(7), batchSize: 30)
    bench.trainer.extend(Snapshots(), every: .iterations(7))
    try bench.trainer.run()
    var arrays = try bench.trainer.state()
    arrays["batches/epoch"] = NumpyArray(shape: [], elements: .int64([2]))
    try NPZ.write(arrays, to: scratch.path(of: "whole.npz"))
    let snapshot = try SnapshotFile(readingFrom: scratch.path(of: "whole.npz"))
    #expect(try snapshot.length(extendedBy: .iterations(5)) == .iterations(12))
    #expect(try snapshot.length(extendedBy: .epochs(5)) == .epochs(7))
    #expect(try snapshot.length(extendedBy: .epochs(.max)) == .epochs(.max))
    #expect(try snapshot.length(extendedBy: .iterations(.max)) == .iterations(.max))

    arrays["batches/epoch"] = nil
    try NPZ.write(arrays, to: scratch.path(of: "broken.npz"))
    let broken = try SnapshotFile(readingFrom: scratch.path(of: "broken.npz"))
    #expect(try broken.length(extendedBy: .iterations(5)) == .iterations(12))
    let problem = #expect(throws: FileProblem.self) { try broken.length(extendedBy: .epochs(5)) }
    #expect(problem?.path == scratch.path(of: "broken.npz"))
  }
}
