import Archives
import Evaluation
import Imaging
import TestSupport
import Testing

/// The metrics against other implementations on the same features.
///
/// The absolute tolerances are for what is 0 or the small difference of large numbers: a rounding of float64,
/// 1e-16, of the larger ones.
@Suite struct GoldenMetricsTests {
  static let cases = [
    "usual", "unequal_counts", "identical", "far_off", "fewer_than_dimensions", "constant",
    "constant_fake", "rectified", "duplicates",
  ]

  @Test(arguments: cases)
  func frechetDistanceIsTheOthers(_ name: String) throws {
    let recorded = try Recorded(name)
    let distance = try frechetDistance(recorded.real, recorded.fake)
    try recorded.expect([distance], "frechet", absolute: 1e-12)
  }

  @Test(arguments: cases.filter { !["unequal_counts", "duplicates"].contains($0) })
  func kernelDistanceIsTheOthers(_ name: String) throws {
    let recorded = try Recorded(name)
    let distance = try kernelDistance(recorded.real, recorded.fake)
    try recorded.expect([distance], "kernel", absolute: 1e-12)
  }

  @Test(arguments: cases.filter { $0 != "duplicates" })
  func slicedDistanceIsTheOthers(_ name: String) throws {
    let recorded = try Recorded(name)
    let distance = try slicedWassersteinDistance(
      recorded.real,
      recorded.fake,
      directions: recorded.features("directions")
    )
    try recorded.expect([distance], "sliced", absolute: 1e-12)
  }

  @Test(arguments: cases.filter { !["identical", "constant", "constant_fake"].contains($0) })
  func manifoldScoresAreTheOthers(_ name: String) throws {
    let recorded = try Recorded(name)
    let scores = try manifoldScores(real: recorded.real, fake: recorded.fake)
    let found = [scores.precision, scores.recall, scores.density, scores.coverage]
    // PyTorch counts in float32.
    try recorded.expect(found, "manifold")
  }

  @Test func inceptionScoreIsTheOthers() throws {
    let recorded = try Recorded("probabilities")
    let score = try inceptionScore(probabilities: recorded.features("probabilities"))
    try recorded.expect([score.mean, score.standardDeviation], "score")
  }

  @Test(arguments: ["color", "gray", "small"])
  func multiscaleSimilarityIsTheOthers(_ name: String) throws {
    let recorded = try Recorded("images")
    let array = try #require(recorded.arrays[name])
    guard case .uint8(let pixels) = array.elements else { throw Missing() }
    let size = pixels.count / 2
    let images = [0, size].map { start in
      Image(
        height: array.shape[1],
        width: array.shape[2],
        channels: array.shape[3],
        pixels: Array(pixels[start..<start + size])
      )
    }
    try recorded.expect([multiscaleSimilarity(images[0], images[1])], name)
  }

  private struct Missing: Error {}
}
