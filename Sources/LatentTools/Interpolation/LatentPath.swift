public import Adversarial
internal import Foundation
import Preconditions

/// The way from one latent vector to another.
public enum LatentPath: String, CaseIterable, Sendable {
  /// Straight: z = (1 − t) · a + t · b.
  case linear
  /// Along the great circle, through vectors as likely as its ends:
  /// z = (sin((1 − t) · Ω) · a + sin(t · Ω) · b) / sin Ω, where Ω is the angle between a and b.
  ///
  /// Source: White 2016, "Sampling Generative Networks", arXiv:1609.04468, section 2.
  case spherical

  /// The usual way for latent vectors of a distribution.
  ///
  /// Nearly all normal vectors lie near a sphere, whose inside the generator has never seen: spherical.
  /// Uniform ones fill a cube, which a sphere's arc can leave: linear.
  public init(for distribution: Latent.Distribution) {
    self = distribution == .normal ? .spherical : .linear
  }

  /// The vector at the share `t`, 0...1, of the way from `a` to `b`.
  ///
  /// - Precondition: Both are of one length.
  public func point(from a: [Float], to b: [Float], at t: Double) -> [Float] {
    require(a.count == b.count, "LatentPath: vectors of \(a.count) and \(b.count)")
    let (first, second) = weights(a, b, t)
    return zip(a, b).map { Float(first * Double($0) + second * Double($1)) }
  }

  private func weights(_ a: [Float], _ b: [Float], _ t: Double) -> (Double, Double) {
    let straight = (1 - t, t)
    guard self == .spherical else { return straight }
    func product(_ x: [Float], _ y: [Float]) -> Double {
      zip(x, y).reduce(0) { $0 + Double($1.0) * Double($1.1) }
    }
    let lengths = (product(a, a) * product(b, b)).squareRoot()
    guard lengths > 0 else { return straight }
    let angle = acos(min(max(product(a, b) / lengths, -1), 1))
    // Where the vectors point the same way, or opposite ones, no circle is the shortest.
    guard sin(angle) > 1e-6 else { return straight }
    return (sin((1 - t) * angle) / sin(angle), sin(t * angle) / sin(angle))
  }
}
