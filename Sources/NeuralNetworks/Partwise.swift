import Preconditions
public import TensorCore

/// A module that can be shown several batches in one pass, as parts of one: what it makes of an example
/// depends on that example and, where it normalizes by the batch, on those of the same part.
///
/// That holds for convolutions, fully connected layers, pooling, activations and batch normalization,
/// and so for a network made of these. It does not hold where something is drawn or counted at each pass,
/// as by noise, dropout or spectral normalization, which trap if they are shown parts, nor where examples
/// are compared with each other, as by a minibatch standard deviation. The code of a network cannot be
/// read from its layers, so a network says so by conforming; the layers of this package, `Sequential`
/// included, do where it holds.
///
/// In return `discriminator(real, fake)` is one pass, which reads the weights once for both:
///
/// ```swift
/// final class Discriminator: Layer, Partwise { … }
/// let (realLogits, fakeLogits) = discriminator(real, fake.detached)
/// ```
public protocol Partwise: Module {
  /// Whether the promise holds for this instance; true unless said otherwise.
  var isPartwise: Bool { get }
}

extension Partwise {
  /// True.
  public var isPartwise: Bool { true }
}

extension Layer {
  /// The outputs for two batches, each as if the other were not there.
  ///
  /// It is one pass where that is faster and the same, up to rounding: if the layer is `Partwise`, the
  /// batches have one shape, and no gradient is wanted with respect to either.
  ///
  /// - Parameters:
  ///   - first: A batch.
  ///   - second: Another one.
  /// - Returns: `(self(first), self(second))`.
  public func callAsFunction(_ first: Tensor, _ second: Tensor) -> (Tensor, Tensor) {
    guard canJoin(self, first, second) else { return (self(first), self(second)) }
    return asParts { self(concatenate([first, second])) }
  }
}

/// Whether a module can be shown both batches in one pass, and had better be: a gradient with respect to one
/// of them would be computed for the other, too.
package func canJoin(_ module: any Module, _ first: Tensor, _ second: Tensor) -> Bool {
  (module as? any Partwise)?.isPartwise == true && first.shape == second.shape
    && !first.isTracked && !second.isTracked
}

/// Both halves of what is computed from a batch of two parts.
package func asParts(_ output: () -> Tensor) -> (Tensor, Tensor) {
  let both = BatchParts.$count.withValue(2, operation: output)
  let (half, all) = (both.shape[0] / 2, both.shape[0])
  return (both.slice(0..<half, along: 0), both.slice(half..<all, along: 0))
}

/// How many batches the current one is made of.
///
/// Like the mode, it is a property of what is being done, not of the network. Layers that mix the
/// examples of a batch, such as batch normalization, keep to the parts.
package enum BatchParts {
  /// The number of equally large batches, one after the other, in the batches of the code being run; one
  /// unless said otherwise.
  @TaskLocal package static var count = 1

  /// Traps in a layer that cannot keep parts apart, as it draws or counts something at each pass.
  static func requireOne(_ layer: any Layer) {
    require(
      count == 1,
      "\(type(of: layer)) draws or counts at each pass: a network that holds one is not Partwise"
    )
  }
}
