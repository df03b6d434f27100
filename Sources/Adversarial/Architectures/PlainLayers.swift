public import NeuralNetworks
public import TensorCore

/// Any layer from latent vectors to images as an unconditional generator.
public final class LayerGenerator: UnconditionalGenerator {
  private let layer: any Layer

  /// A generator made of a layer.
  public init(_ layer: any Layer) { self.layer = layer }

  /// Applies the layer to latent vectors.
  public func callAsFunction(_ z: Tensor) -> Tensor { layer(z) }
}

/// Any layer from images to logits as an unconditional discriminator.
public final class LayerDiscriminator: UnconditionalDiscriminator, Partwise {
  private let layer: any Layer

  /// A discriminator made of a layer.
  public init(_ layer: any Layer) { self.layer = layer }

  /// Applies the layer to images.
  public func callAsFunction(_ images: Tensor) -> Tensor { layer(images) }

  /// Whether the layer is partwise.
  public var isPartwise: Bool { (layer as? any Partwise)?.isPartwise == true }

  /// The logits: a plain layer exposes no other features.
  public func features(of images: Tensor) -> Tensor { layer(images) }
}
