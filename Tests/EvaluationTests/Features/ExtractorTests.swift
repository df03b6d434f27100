import Datasets
import Evaluation
import Randomness
import TensorCore
import TestSupport
import Testing

@Suite struct ExtractorTests {
  private let shape = ImageShape(height: 28, width: 28, channels: 1)

  private var images: Tensor {
    Tensor.uniform([3, 28, 28, 1], using: RandomStream(seed: 0, purpose: "test"))
  }

  @Test func randomConvolutionsAreAlwaysTheSame() {
    let features = RandomConvolutions(for: shape).features(of: images)
    #expect(features.shape == [3, 352] && features.isFinite)
    #expect(features.isIdentical(to: RandomConvolutions(for: shape).features(of: images)))
  }

  /// The features of an image do not depend on the others of its batch.
  @Test func randomConvolutionsTakeImagesOneByOne() {
    let extractor = RandomConvolutions(for: shape)
    let all = extractor.features(of: images).slice(1..<2, along: 0)
    let one = extractor.features(of: images.slice(1..<2, along: 0))
    #expect(zip(all.scalars, one.scalars).allSatisfy { abs($0 - $1) < 1e-5 })
  }

  @Test func gradientsGoThroughFeatures() {
    let x = images.tracked
    let loss = RandomConvolutions(for: shape).features(of: x).squared.sum()
    let slope = gradients(of: loss, withRespectTo: [x])[0]
    #expect(slope.shape == x.shape && slope.isFinite && slope.scalars.contains { $0 != 0 })
  }

  @Test func largeImagesAreScaledDown() {
    let large = ImageShape(height: 200, width: 100, channels: 3)
    #expect(RandomConvolutions(for: large).imageShape.description == "64×32×3")
    #expect(PixelExtractor(for: large).imageShape.description == "16×8×3")
    #expect(PixelExtractor(for: large).featureSize == 384)
  }
}
