import Adversarial
import Foundation
import NeuralNetworks
import TensorCore

/// p, q, and functions of them, on a fine grid.
///
/// Nothing here is estimated from samples. Integrals are sums over the grid: for functions as smooth
/// as these, which vanish at both ends, such sums are exact to many digits.
struct Densities {
  /// The spacing of the grid.
  static let step = 0.01
  /// The grid.
  static let grid = (-800...800).map { Double($0) * step }

  /// The density of the data on the grid.
  let p: [Double]
  /// The density of the generator's output on the grid.
  let q: [Double]
  /// G at values of z spread evenly over −1..<1.
  let map: [Double]

  init(of data: Mixture, and generator: Sequential) {
    p = Self.grid.map(data.density)
    map = Self.values(of: generator, at: Self.latents)
    q = Self.generatorDensity(of: map)
  }

  /// The optimal discriminator: the probability that a number comes from the data, if half of the numbers do.
  ///
  /// Source: Goodfellow et al. 2014, "Generative Adversarial Nets", proposition 1.
  var optimum: [Double] { zip(p, q).map { p, q in p + q > 1e-300 ? p / (p + q) : 0.5 } }

  /// The Jensen-Shannon divergence of p and q, from 0 if they are equal to log 2 ≈ 0.693.
  var divergence: Double {
    Self.step
      * zip(p, q).reduce(0) { sum, densities in
        let (p, q) = densities
        let middle = (p + q) / 2
        return sum + (p > 0 ? p * log(p / middle) : 0) / 2 + (q > 0 ? q * log(q / middle) : 0) / 2
      }
  }

  /// The values of a network at many inputs.
  static func values(of network: Sequential, at inputs: [Double]) -> [Double] {
    let x = Tensor(inputs.map(Float.init), shape: [inputs.count, 1])
    return inference { network(x) }.scalars.map(Double.init)
  }

  /// 4,096 values of z, each for an equal part of −1..<1.
  private static let latents = (0..<4096).map { (Double($0) + 0.5) / 2048 - 1 }

  /// q(x) = ∫ ½ N(x; G(z), 0.2) dz, as a mean over evenly spread z: whatever the shape of G, every z
  /// contributes a small Gaussian around G(z).
  private static func generatorDensity(of map: [Double]) -> [Double] {
    let deviation = Double(Game.noise)
    let reach = Int(8 * deviation / step)
    var density = [Double](repeating: 0, count: grid.count)
    for center in map {
      let middle = Int(((center - grid[0]) / step).rounded())
      let reached = (middle - reach...middle + reach).clamped(to: 0...grid.count - 1)
      for index in reached {
        density[index] += normalDensity(grid[index], center, deviation) / Double(map.count)
      }
    }
    return density
  }
}
