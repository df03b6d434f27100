public import NeuralNetworks
public import Randomness
public import TensorCore

/// A model of binary images, `[N, H, W, 1]` with values 0 and 1, that says how likely they are, or how likely
/// at least.
///
/// What is likely is short to write down: −log₂ p(x) bits in the best code. Models are compared by bits per
/// dimension, which is that for each pixel.
public protocol ImageModel: Module {
  /// The names of the parts of `nats`.
  static var parts: [String] { get }

  /// −log p(x) in nats, or a bound above it, as parts that add up.
  ///
  /// - Parameters:
  ///   - images: `[N, H, W, 1]`.
  ///   - random: Draws what an estimate needs.
  /// - Returns: `[N]` for each part.
  func nats(of images: Tensor, using random: RandomStream) -> [Tensor]

  /// New images.
  ///
  /// - Parameters:
  ///   - count: How many.
  ///   - random: Draws them.
  /// - Returns: `[count, H, W, 1]`.
  func sample(_ count: Int, using random: RandomStream) -> Tensor
}
