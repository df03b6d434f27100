public import NeuralNetworks
public import TensorCore

/// Any layer from latent vectors to images as an unconditional generator.
public final class LayerGenerator: UnconditionalGenerator {
  private let layer: any Layer

  /// A generator that is the layer.
  public init(_ layer: any Layer) { self.layer = layer }

  /// What the layer makes of latent vectors.
  public func callAsFunction(_ z: Tensor) -> Tensor { layer(z) }
}

/// Any layer from images to logits as an unconditional discriminator.
public final class LayerDiscriminator: UnconditionalDiscriminator, Partwise {
  private let layer: any Layer

  /// A discriminator that is the layer.
  public init(_ layer: any Layer) { self.layer = layer }

  /// What the layer makes of images.
  public func callAsFunction(_ images: Tensor) -> Tensor { layer(images) }

  /// Whether the layer is.
  public var isPartwise: Bool { (layer as? any Partwise)?.isPartwise == true }

  /// The logits: a layer tells nothing of what it makes them of.
  public func features(of images: Tensor) -> Tensor { layer(images) }
}
