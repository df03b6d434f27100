import Adversarial
import Foundation
import NeuralNetworks
import Randomness
import TensorCore
import Testing

/// The solutions of "What Came After".
@Suite struct AfterTests {
  /// Exercise 1: in one dimension, the Wasserstein distance pairs what is sorted; it grows with a shift.
  @Test(arguments: [0, 0.5, 3, 20]) func theWassersteinDistanceGrowsWithDistance(_ shift: Double) {
    let random = RandomStream(seed: 1, purpose: "exercise")
    let points = Tensor.normal([1000], using: random).scalars.map(Double.init)
    let moved = points.shuffled().map { $0 + shift }
    let distance = zip(points.sorted(), moved.sorted()).reduce(0) { $0 + abs($1.0 - $1.1) } / 1000
    #expect(abs(distance - shift) < 1e-9)
  }

  /// Exercise 2: near its equilibrium, the smallest GAN turns by a matrix whose eigenvalues R1 draws inside the circle.
  @Test func eigenvaluesOfTheSmallestGAN() {
    // Of (ψ, θ) ← (ψ − η(θ/2 + γψ), θ + ηψ/2): the determinant is the squared size of a complex pair.
    func squaredSize(rate: Double, gamma: Double) -> Double {
      (1 - rate * gamma) * 1 + rate * rate / 4
    }
    #expect(squaredSize(rate: 0.1, gamma: 0) > 1)
    #expect(squaredSize(rate: 0.1, gamma: 0.5) < 1)
    var (psi, theta) = (0.01, 0.01)
    let first = psi * psi + theta * theta
    for _ in 0..<200 {
      (psi, theta) = (psi - 0.1 * (theta / 2 + 0.5 * psi), theta + 0.1 * psi / 2)
    }
    #expect((psi * psi + theta * theta) / first < 1e-3)
  }

  /// Exercise 3: a layer divided by its largest singular value lengthens nothing.
  @Test func spectralNormalizationBoundsTheSlope() {
    let random = RandomStream(seed: 1, purpose: "exercise")
    let layer = Linear(4, 4, hasBias: false, weights: .normal(3), using: random)
    let norm = SpectralNorm(layer, using: random)
    for _ in 0..<200 { _ = norm(.zeros([1, 4])) }
    let x = Tensor.normal([500, 4], using: random)
    let y = inference { norm(x) }
    let ratios = (y.squared.sum(along: [1]) / x.squared.sum(along: [1])).scalars
    #expect(ratios.allSatisfy { $0 <= 1 + 1e-3 })
    #expect((ratios.max() ?? 0) > 0.7)
  }
}
