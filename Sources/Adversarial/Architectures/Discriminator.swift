public import NeuralNetworks
public import TensorCore

/// A network that tells real images from generated ones, and by which features it does so.
public protocol Discriminator: Module {
  /// Maps images to logits.
  ///
  /// - Parameters:
  ///   - images: `[N, H, W, C]`, in the range that the generator makes.
  ///   - condition: What each image is said to show; may be ignored.
  /// - Returns: `[N, 1]`, positive for real images.
  func callAsFunction(_ images: Tensor, _ condition: Condition) -> Tensor

  /// Maps images to what the last layer makes the logit of.
  ///
  /// - Parameters:
  ///   - images: `[N, H, W, C]`, in the range that the generator makes.
  ///   - condition: What each image is said to show; may be ignored.
  /// - Returns: `[N, features]`.
  func features(of images: Tensor, _ condition: Condition) -> Tensor
}

extension Discriminator {
  /// The logits of images and what is said of them, `[N, 1]`.
  public func callAsFunction(_ examples: Examples) -> Tensor {
    self(examples.images, examples.condition)
  }
}

/// A discriminator that is told nothing but the images: a layer from images to logits.
public protocol UnconditionalDiscriminator: Layer, Discriminator {
  /// Maps images `[N, H, W, C]` to what the last layer makes the logit of, `[N, features]`.
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
