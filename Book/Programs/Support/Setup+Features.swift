import Adversarial
import Datasets
import Evaluation
import TensorCore

extension Setup {
  /// Features of garments `[N, 28, 28, 1]` in −1...1, by which sets of images are compared: those of
  /// convolutions with random weights.
  func features(_ images: Tensor) -> FeatureMatrix {
    let shape = ImageShape(height: 28, width: 28, channels: 1)
    let extractor = RandomConvolutions(for: shape)
    let unit = (images.detached + 1) / 2
    var features = FeatureMatrix(count: 0, size: extractor.featureSize, values: [])
    for first in stride(from: 0, to: images.shape[0], by: 500) {
      let part = unit.slice(first..<min(first + 500, images.shape[0]), along: 0)
      features.append(FeatureMatrix(withoutRecording { extractor.features(of: part) }))
    }
    return features
  }
}
