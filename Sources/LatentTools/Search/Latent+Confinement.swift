package import Adversarial
internal import Foundation

extension Latent {
  /// How far from a vector's mean length normal vectors lie at most, in standard deviations; hardly one in
  /// ten thousand is longer.
  private static let normalReach = 3.7

  /// Moves a vector to the nearest one among those that a generator has learned from.
  ///
  /// Uniform numbers stay within ±1. The length of a normal vector stays below √size + 3.7 · √½: nearly all
  /// have one near √size, with a deviation of about √½. Outside, a generator makes what it never had to answer for.
  package func confine(_ vector: UnsafeMutableBufferPointer<Float>) {
    switch distribution {
    case .uniform: for index in vector.indices { vector[index] = min(max(vector[index], -1), 1) }
    case .normal:
      let length = vector.reduce(0) { $0 + Double($1) * Double($1) }.squareRoot()
      let longest = Double(size).squareRoot() + Self.normalReach * 0.5.squareRoot()
      guard length > longest else { return }
      for index in vector.indices { vector[index] *= Float(longest / length) }
    }
  }
}
