public import NeuralNetworks
public import TensorCore

/// A network that judges images, and tells by what it does so.
public protocol FeatureLayer: Layer {
  /// What the last layer judges images `[N, H, W, C]` by, `[N, features]`.
  func features(of images: Tensor) -> Tensor
}
