public import NeuralNetworks
import Preconditions
internal import TensorCore

/// An exponential moving average (EMA) of a network's parameters, held in a second network.
///
/// ā ← decay · ā + (1 − decay) · p, starting with the first p. The running averages of batch normalization are
/// averaged in the same way: those of the latest weights alone would not fit averaged ones. Other buffers are
/// copied.
///
/// Source: Yazıcı et al. 2019, "The Unusual Effectiveness of Averaging in GAN Training".
public final class MovingAverage {
  /// The network that holds the EMA.
  public let model: any Module
  private let decay: Float
  // Found once: reflection takes as long as an iteration of a small network.
  private let parameters: [(average: Parameter, source: Parameter)]
  private let buffers: [(average: Buffer, source: Buffer)]

  /// An EMA that starts with the source's current values.
  ///
  /// - Parameters:
  ///   - source: The network in training.
  ///   - model: A second network of the same architecture, whose values are replaced.
  ///   - decay: The decay rate.
  /// - Precondition: Both have parameters and buffers with the same paths; `decay` is in 0..<1.
  public init(of source: any Module, in model: any Module, decay: Float) {
    require(source !== model, "MovingAverage: a network cannot hold its own average")
    require((0..<1).contains(decay), "MovingAverage: a decay of \(decay)")
    let (ofModel, ofSource) = (model.namedParameters, source.namedParameters)
    let (inModel, inSource) = (model.namedBuffers, source.namedBuffers)
    require(
      ofModel.map(\.path) == ofSource.map(\.path) && inModel.map(\.path) == inSource.map(\.path),
      "MovingAverage: two networks of different architecture"
    )
    self.model = model
    self.decay = decay
    parameters = zip(ofModel, ofSource).map { ($0.value, $1.value) }
    buffers = zip(inModel, inSource).map { ($0.value, $1.value) }
    restart()
  }

  /// Starts anew with the source's current values.
  public func restart() {
    // Values of their own, so that the first step is the same program as all others.
    for (average, parameter) in parameters { average.value = parameter.value * 1 }
    for (average, buffer) in buffers { average.value = buffer.value * 1 }
  }

  /// Updates the EMA with the source's current values.
  public func follow() { follow(decay: decay) }

  /// Updates the EMA with the source's current values, with this decay for once.
  ///
  /// - Precondition: `decay` is in 0..<1.
  public func follow(decay: Float) {
    require((0..<1).contains(decay), "MovingAverage: a decay of \(decay)")
    var none: [Tensor] = []
    for (average, parameter) in parameters {
      average.apply(.binary(.interpolate(1 - decay)), [parameter.value], changing: &none)
    }
    followBuffers(decay: decay)
  }

  private func followBuffers(decay: Float) {
    // Operands rather than constants: what is compiled for one decay serves for all.
    let (old, new) = (Tensor([decay]), Tensor([1 - decay]))
    for (average, buffer) in buffers {
      average.value =
        buffer.isRunningAverage ? average.value * old + buffer.value * new : buffer.value
    }
  }
}
