import Foundation
import NeuralNetworks
import Optimizers
import TensorCore
import Testing

/// The solutions of "Data and Likelihood".
@Suite struct LikelihoodTests {
  /// Exercise 1: the likeliest probabilities are the frequencies, and cost the entropy.
  @Test func theLikeliestProbabilitiesAreTheFrequencies() throws {
    let frequencies = [0.5, 0.25, 0.125, 0.125] as [Float]
    let table = Table([0, 0, 0, 0])
    let optimizer = Optimizer(of: table, Adam(learningRate: 0.02))
    var bits = 0.0
    for _ in 0..<1500 {
      let logs = logSoftmax(table.numbers.value.reshaped(to: [1, -1])).reshaped(to: [-1])
      let loss = try optimizer.minimize(-(Tensor(frequencies) * logs).sum())
      bits = Double(loss.scalar) / log(2)
    }
    let found = softmax(table.numbers.value.reshaped(to: [1, -1])).scalars
    for (p, frequency) in zip(found, frequencies) { #expect(abs(p - frequency) < 1e-3) }
    // ½·1 + ¼·2 + ⅛·3 + ⅛·3.
    #expect(abs(bits - 1.75) < 1e-4)
  }

  /// Exercise 2: a model that flips pixels of what it knows does best with the share that differs.
  @Test func theBestFlipProbabilityIsTheShareOfPixelsThatDiffer() {
    let (pixels, differing) = (784.0, 98.0)
    func bits(_ e: Double) -> Double {
      -(differing * log2(e) + (pixels - differing) * log2(1 - e)) / pixels
    }
    let candidates = (1..<500).map { Double($0) / 1000 }
    #expect(candidates.min { bits($0) < bits($1) } == 0.125)
    // And it is infinitely surprised if it never flips.
    #expect(bits(0) == .infinity)
  }

  /// Exercise 3: the sum of tiny probabilities is 0 in float32; its logarithm need not be −∞.
  @Test func theLogarithmOfASumOfExponentials() {
    let logs = Tensor([-400, -401, -402], shape: [1, 3])
    #expect(log(exp(logs).sum()).scalar == -.infinity)
    let largest = logs.maximum(along: 1)
    let stable = log(exp(logs - largest).sum()).scalar + largest.scalar
    #expect(abs(Double(stable) - (-400 + log(1 + exp(-1) + exp(-2)))) < 1e-4)
  }
}
