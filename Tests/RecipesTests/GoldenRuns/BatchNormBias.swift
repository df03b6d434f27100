import Adversarial
import GANTestSupport
import NeuralNetworks
import TensorCore

/// A bias that feeds a batch norm, by its name in Chainer's files.
struct BatchNormBias {
  /// The layers whose output a batch norm takes, in the order of the networks' layers.
  static let layers = [
    "gen": ["l0", "dc1", "dc2", "dc3"],
    "dis": ["c0_1", "c1_0", "c1_1", "c2_0", "c2_1", "c3_0"],
  ]

  /// The bias of a name such as `gen/l0/b`; `nil` if it is none of these.
  init?(_ name: String) {
    let parts = name.split(separator: "/", maxSplits: 1).map(String.init)
    guard parts.count == 2, parts[1].hasSuffix("/b"), let layers = Self.layers[parts[0]],
      layers.contains(String(parts[1].dropLast(2)))
    else { return nil }
  }
}

extension ChainerReplay {
  /// How far two runs' running means may be apart.
  func meanDeviation(of name: String) -> Double {
    // The discriminator sees real and generated images one after the other.
    reach.meanDeviation(
      after: run.iterationCount,
      passes: name.hasPrefix("dis/") ? 2 : 1,
      decay: 0.9
    )
  }

  /// How far the score of each image in inference mode may be from the recorded one, because of the
  /// discriminator's biases before batch norms.
  ///
  /// A norm in inference subtracts the running mean instead of the batch's, so that it no longer
  /// takes away the bias: what reaches it is off by as much as bias and mean together are. Both
  /// enter as bias − mean, so the score's derivative with respect to the bias serves for both. It is
  /// taken as twice its size, since there are higher orders.
  func scoreFreedom(of image: Tensor) -> [Double] {
    let count = run.iterationCount
    let deviation =
      2 * reach.movement(after: count) + meanDeviation(of: "dis/") + 2e-6
    let biases = discriminator.namedParameters.filter { parameter in
      BatchNormBias.layers["dis", default: []].indices.contains {
        parameter.path == "convolutions.\($0 + 1).bias"
      }
    }
    return (0..<image.shape[0]).map { index in
      let score = Mode.inference {
        discriminator(image.slice(index..<(index + 1), along: 0)).sum()
      }
      let slopes = gradients(of: score, withRespectTo: biases.map(\.value))
      let total = slopes.reduce(0) { $0 + Double($1.absolute.sum().scalar) }
      return 2 * total * deviation
    }
  }
}
