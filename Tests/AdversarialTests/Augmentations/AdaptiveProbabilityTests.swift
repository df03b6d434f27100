import Adversarial
import Randomness
import Testing

@Suite struct AdaptiveProbabilityTests {
  private func pipe(at probability: Double) -> AugmentationPipe {
    let random = RandomStream(seed: 1, purpose: "augmentation")
    return AugmentationPipe(of: .symmetric, probability: probability, using: random)
  }

  /// From 0 to 1 it would take 500,000 images: 4 · 32 are 0.000256 of the way, after every fourth iteration.
  @Test func followsTheMeanOfFourIterations() {
    let pipe = pipe(at: 0.5)
    let adaptation = AdaptiveProbability(of: pipe)
    for sign in [1, 1, 0.5] { adaptation.observe(realSign: sign, images: 32) }
    #expect(pipe.probability == 0.5)
    adaptation.observe(realSign: 0, images: 32)
    #expect(abs(pipe.probability - 0.500256) < 1e-12)
    for sign in [1, 1, 0.5, -0.5] { adaptation.observe(realSign: sign, images: 32) }
    #expect(abs(pipe.probability - 0.5) < 1e-12)
    for _ in 0..<4 { adaptation.observe(realSign: 0.6, images: 32) }
    #expect(abs(pipe.probability - 0.5) < 1e-12)
  }

  @Test(arguments: [(1.0, 0.8), (-1.0, 0.0), (Double.nan, 0.4)])
  func staysWithinItsLimits(_ sign: Double, _ end: Double) {
    let pipe = pipe(at: 0.4)
    let adaptation = AdaptiveProbability(of: pipe, target: 0.3, images: 1000)
    for _ in 0..<100 { adaptation.observe(realSign: sign, images: 100) }
    #expect(pipe.probability == end)
  }
}
