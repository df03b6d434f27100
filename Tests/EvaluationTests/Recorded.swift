import Archives
import Evaluation
import Foundation
import Testing

/// What `Scripts/record_metrics.py` recorded of other implementations.
struct Recorded {
  let path: String
  let arrays: NamedArrays

  init(_ name: String) throws {
    path = "\(Bundle.module.bundlePath)/Golden/\(name).npz"
    arrays = try NPZ.read(path)
  }

  func features(_ name: String) throws -> FeatureMatrix {
    try FeatureMatrix(#require(arrays[name]), path: path)
  }

  var real: FeatureMatrix { get throws { try features("real") } }
  var fake: FeatureMatrix { get throws { try features("fake") } }

  /// The numbers expected, or `nil` where none were recorded.
  func expected(_ name: String) -> [Double]? {
    switch arrays["expected/" + name]?.elements {
    case .float64(let values): values
    case .float32(let values): values.map { Double($0) }
    case .int64(let values): values.map { Double($0) }
    default: nil
    }
  }

  /// Expects numbers to agree to 1e-4 relative, or to `absolute`.
  func expect(
    _ found: [Double],
    _ name: String,
    absolute: Double = 0,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let recorded = try #require(self.expected(name), sourceLocation: sourceLocation)
    #expect(found.count == recorded.count, sourceLocation: sourceLocation)
    for (found, expected) in zip(found, recorded) {
      #expect(
        abs(found - expected) <= absolute + 1e-4 * abs(expected),
        "\(name): \(found), recorded \(expected)",
        sourceLocation: sourceLocation
      )
    }
  }
}
