public import NeuralNetworks
import Preconditions
internal import TensorCore

/// An exponential moving average of a network's parameters, in a network of its own.
///
/// ā ← decay · ā + (1 − decay) · p, beginning with the first p. What layers observe, such as running
/// averages of batch normalization, is copied as it is.
///
/// Source: Yazıcı et al. 2019, "The Unusual Effectiveness of Averaging in GAN Training".
public final class MovingAverage {
  /// The network that holds the average.
  public let model: any Module
  private let source: any Module
  private let decay: Float

  /// An average that begins with the source's present values.
  ///
  /// - Parameters:
  ///   - source: The network that learns.
  ///   - model: Another one of the same architecture, whose values are replaced.
  ///   - decay: The share of the old average in the new one.
  /// - Precondition: Both have parameters and buffers of the same paths; `decay` is in 0..<1.
  public init(of source: any Module, in model: any Module, decay: Float) {
    require(source !== model, "MovingAverage: a network cannot hold its own average")
    require((0..<1).contains(decay), "MovingAverage: a decay of \(decay)")
    require(
      source.namedParameters.map(\.path) == model.namedParameters.map(\.path)
        && source.namedBuffers.map(\.path) == model.namedBuffers.map(\.path),
      "MovingAverage: two networks of different architecture"
    )
    self.source = source
    self.model = model
    self.decay = decay
    for (average, parameter) in zip(model.parameters, source.parameters) {
      average.value = parameter.value
    }
    copyBuffers()
  }

  /// Moves the average towards the source's present values.
  public func follow() {
    var none: [Tensor] = []
    for (average, parameter) in zip(model.parameters, source.parameters) {
      average.apply(.binary(.interpolate(1 - decay)), [parameter.value], changing: &none)
    }
    copyBuffers()
  }

  private func copyBuffers() {
    for (average, buffer) in zip(model.namedBuffers, source.namedBuffers) {
      average.value.value = buffer.value.value
    }
  }
}
