public import ExampleSupport
import NeuralNetworks
public import Randomness
public import TensorCore

/// A variational autoencoder of binary images: a latent vector z ~ N(0, 1) decides on the probability of each
/// pixel, p(x|z), and an encoder guesses which vectors an image can come from, q(z|x).
///
/// log p(x) is an integral over all vectors, but never less than E[log p(x|z)] − KL(q(z|x) ‖ p(z)), the expectation
/// taken over q: how well the image is reconstructed, less what the encoder says beyond the prior.
///
/// Source: Kingma and Welling 2014, "Auto-Encoding Variational Bayes".
public final class Autoencoder: ImageModel {
  /// Both terms of the bound.
  public static let parts = ["reconstruction", "divergence"]
  /// The numbers of a latent vector.
  public let latentSize: Int
  private let height: Int
  private let width: Int
  private let encoder: Sequential
  private let decoder: Sequential

  /// Two fully connected networks with two hidden layers, `hidden` wide.
  public init(
    height: Int,
    width: Int,
    latentSize: Int,
    hidden: Int,
    using random: RandomStream
  ) {
    (self.height, self.width, self.latentSize) = (height, width, latentSize)
    func network(_ inputs: Int, _ outputs: Int) -> Sequential {
      Sequential(
        Linear(inputs, hidden, weights: .heNormal, using: random),
        Activation(relu),
        Linear(hidden, hidden, weights: .heNormal, using: random),
        Activation(relu),
        Linear(hidden, outputs, using: random)
      )
    }
    encoder = network(height * width, 2 * latentSize)
    decoder = network(latentSize, height * width)
  }

  /// The Gaussian q(z|x) of each image: its mean and the logarithm of its variance, `[N, latentSize]` each.
  public func encode(_ images: Tensor) -> (mean: Tensor, logVariance: Tensor) {
    let outputs = encoder(images.flattened)
    return (
      outputs.slice(0..<latentSize, along: 1), outputs.slice(latentSize..<2 * latentSize, along: 1)
    )
  }

  /// The logits of the pixels, `[N, H, W, 1]`, for latent vectors `[N, latentSize]`.
  public func decode(_ z: Tensor) -> Tensor { decoder(z).reshaped(to: [-1, height, width, 1]) }

  /// Both terms of the bound, the first of them estimated from one vector for each image.
  ///
  /// The vector is μ + σ·ε with ε ~ N(0, 1), so that gradients reach the encoder through μ and σ.
  public func nats(of images: Tensor, using random: RandomStream) -> [Tensor] {
    let (mean, logVariance) = encode(images)
    let noise = Tensor.normal(mean.shape, using: random)
    let logits = decode(mean + exp(0.5 * logVariance) * noise)
    return [
      -bernoulliLogLikelihood(logits: logits, of: images),
      gaussianDivergence(mean: mean, logVariance: logVariance),
    ]
  }

  /// New images, `[count, H, W, 1]`: latent vectors, then pixels by their probabilities.
  public func sample(_ count: Int, using random: RandomStream) -> Tensor {
    let logits = inference { decode(.normal([count, latentSize], using: random)) }
    let chances = Tensor.uniform(logits.shape, using: random)
    let pixels = zip(chances.scalars, sigmoid(logits).scalars).map { $0 < $1 ? 1 : 0 as Float }
    return Tensor(pixels, shape: logits.shape)
  }
}
