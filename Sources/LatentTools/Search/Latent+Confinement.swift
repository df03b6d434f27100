package import Adversarial
internal import Foundation

extension Latent {
  /// The most by which Gaussian vectors exceed the mean length, in standard deviations; hardly one in ten
  /// thousand is longer.
  private static let normalReach = 3.7

  /// Moves a vector to the nearest one among those that a generator is trained on.
  ///
  /// Uniform numbers stay within ±1. The length of a Gaussian vector stays below √size + 3.7 · √½: nearly all
  /// lengths are close to √size, with a standard deviation of about √½. Outside, a generator was never
  /// trained.
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
