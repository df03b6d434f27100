public import NeuralNetworks
public import TensorCore

/// A network that tells real images from generated ones, and the features by which it does so.
public protocol Discriminator: Module {
  /// Maps images to logits.
  ///
  /// - Parameters:
  ///   - images: `[N, H, W, C]`, in the generator's range.
  ///   - condition: The class of each image, if there are classes; may be ignored.
  /// - Returns: `[N, 1]`, positive for real images.
  func callAsFunction(_ images: Tensor, _ condition: Condition) -> Tensor

  /// Maps images to features, the input of the last layer.
  ///
  /// - Parameters:
  ///   - images: `[N, H, W, C]`, in the generator's range.
  ///   - condition: The class of each image, if there are classes; may be ignored.
  /// - Returns: `[N, features]`.
  func features(of images: Tensor, _ condition: Condition) -> Tensor
}

extension Discriminator {
  /// The logits of images with their condition, `[N, 1]`.
  public func callAsFunction(_ examples: Examples) -> Tensor {
    self(examples.images, examples.condition)
  }
}

/// A discriminator without conditions: a layer from images to logits.
public protocol UnconditionalDiscriminator: Layer, Discriminator {
  /// Maps images `[N, H, W, C]` to features `[N, features]`, the input of the last layer.
  func features(of images: Tensor) -> Tensor
}

extension UnconditionalDiscriminator {
  /// Maps images to logits; the condition is ignored.
  public func callAsFunction(_ images: Tensor, _ condition: Condition) -> Tensor { self(images) }

  /// Maps images to features; the condition is ignored.
  public func features(of images: Tensor, _ condition: Condition) -> Tensor {
    features(of: images)
  }
}
