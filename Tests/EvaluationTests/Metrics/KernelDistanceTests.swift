import Evaluation
import Randomness
import TensorCore
import TestSupport
import Testing

@Suite struct KernelDistanceTests {
  private let random = RandomStream(seed: 1, purpose: "test")

  /// Of two sets of one distribution, over subsets: the mean is 0 within its error.
  @Test func subsetsOfOneDistributionAreNear0() throws {
    let features = FeatureMatrix(Tensor.normal([600, 12], using: random))
    var settings = KernelDistanceSettings()
    settings.subsetSize = 100
    let (first, second) = (features.rows(0..<300), features.rows(300..<600))
    let distance = try kernelDistance(first, second, settings, using: random)
    let whole = try kernelDistance(first, second)
    // Subsets overlap, so that their mean is near that of the whole sets rather than near 0.
    #expect(abs(distance.mean - whole) < 4 * distance.standardError)
    #expect(distance.standardError > 0)
  }

  /// Where there are few samples, subsets are of half of them: their mean is still that of the whole.
  @Test func fewSamplesAreHalved() throws {
    let features = FeatureMatrix(Tensor.normal([80, 12], using: random))
    let shifted = FeatureMatrix(Tensor.normal([80, 12], mean: 0.5, using: random))
    let distance = try kernelDistance(features, shifted, KernelDistanceSettings(), using: random)
    let whole = try kernelDistance(features, shifted)
    #expect(distance.standardError > 0)
    #expect(abs(distance.mean - whole) < 4 * distance.standardError)
  }
}
