import Preconditions
public import TensorCore

/// A module that can process several batches in one pass, as parts of one batch: its output for an example
/// depends on that example and, through batch normalization, on those of the same part.
///
/// This holds for convolutions, fully connected layers, pooling, activations and batch normalization,
/// and so for networks of these. It does not hold for layers that draw or count something in each pass,
/// such as noise, dropout and spectral normalization, which trap if they are given parts, nor for those that
/// compare examples with each other, such as a minibatch standard deviation. A network's layers do not show
/// what its code does with them, so a network states this by conforming; the layers of this package,
/// including `Sequential`, conform if it holds.
///
/// Then `discriminator(real, fake)` is one pass, which reads the weights once for both:
///
/// ```swift
/// final class Discriminator: Layer, Partwise { … }
/// let (realLogits, fakeLogits) = discriminator(real, fake.detached)
/// ```
public protocol Partwise: Module {
  /// Whether this holds for the instance; true by default.
  var isPartwise: Bool { get }
}

extension Partwise {
  /// True.
  public var isPartwise: Bool { true }
}

extension Layer {
  /// The outputs for two batches, each as if the other were not there.
  ///
  /// This takes one pass if that is faster and the same up to rounding: if the layer is `Partwise`, the
  /// batches have the same shape, and no gradient is needed with respect to either.
  ///
  /// - Parameters:
  ///   - first: A batch.
  ///   - second: Another one.
  /// - Returns: `(self(first), self(second))`.
  public func callAsFunction(_ first: Tensor, _ second: Tensor) -> (Tensor, Tensor) {
    guard canJoin(self, first, second) else { return (self(first), self(second)) }
    let both = asParts { self(concatenate([first, second])) }
    let (half, all) = (first.shape[0], both.shape[0])
    return (both.slice(0..<half, along: 0), both.slice(half..<all, along: 0))
  }
}

/// Whether a module should be given both batches in one pass: it can be, and no gradient is needed with
/// respect to one of them, which would be computed for the other, too.
package func canJoin(_ module: any Module, _ first: Tensor, _ second: Tensor) -> Bool {
  (module as? any Partwise)?.isPartwise == true && first.shape == second.shape
    && !first.isTracked && !second.isTracked
}

/// The output for a batch of two parts.
package func asParts<Output>(_ output: () -> Output) -> Output {
  BatchParts.$count.withValue(2, operation: output)
}

/// The number of batches that the current one consists of.
///
/// Like the mode, it belongs to the computation, not to the network. Layers that mix the examples of a
/// batch, such as batch normalization, do so within the parts.
package enum BatchParts {
  /// The number of equally large batches, one after the other, in the batches of the running code; one by
  /// default.
  @TaskLocal package static var count = 1

  /// Traps in a layer that cannot keep parts apart, because it draws or counts something in each pass.
  static func requireOne(_ layer: any Layer) {
    require(
      count == 1,
      "\(type(of: layer)) draws or counts at each pass: a network that holds one is not Partwise"
    )
  }
}
