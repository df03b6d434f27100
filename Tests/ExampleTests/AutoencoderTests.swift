import Foundation
import NeuralNetworks
import Optimizers
import Randomness
import TensorCore
import TestSupport
import Testing
import VariationalAutoencoder

/// A model with a single latent number, so that integrals over it can be added up.
@Suite struct AutoencoderTests {
  private let random = RandomStream(seed: 6, purpose: "test")
  private let images = allImages(height: 2, width: 2)
  /// Places from −8 to 8.
  private let grid = (0...1600).map { Double($0) / 100 - 8 }

  private func model(latentSize: Int = 1) -> Autoencoder {
    Autoencoder(height: 2, width: 2, latentSize: latentSize, hidden: 16, using: random)
  }

  /// A model that has seen three of the images.
  private func trained() throws -> Autoencoder {
    let model = model()
    let optimizer = Optimizer(of: model, Adam(learningRate: 1e-2))
    let some = concatenate([3, 5, 15].map { images.slice($0..<$0 + 1, along: 0) })
    let batch = concatenate(Array(repeating: some, count: 8))
    for _ in 0..<500 {
      let parts = model.nats(of: batch, using: random)
      try optimizer.minimize((parts[0] + parts[1]).mean())
    }
    return model
  }

  /// log p(x|z) of every image for latent numbers.
  private func logLikelihoods(_ model: Autoencoder, at z: [Double]) -> [[Double]] {
    let logits = inference { model.decode(Tensor(z.map(Float.init), shape: [z.count, 1])) }
    return (0..<images.shape[0]).map { index in
      let image = images.slice(index..<index + 1, along: 0).broadcast(to: logits.shape)
      return bernoulliLogLikelihood(logits: logits, of: image).scalars.map(Double.init)
    }
  }

  private func density(_ x: Double) -> Double { exp(-x * x / 2) / (2 * Double.pi).squareRoot() }

  /// p(x) of every image: the integral of p(z) · p(x|z).
  private func probabilities(_ model: Autoencoder) -> [Double] {
    logLikelihoods(model, at: grid).map { image in
      zip(grid, image).reduce(0) { $0 + density($1.0) * exp($1.1) * 0.01 }
    }
  }

  /// Of every image, the bound and KL(q(z|x) ‖ p(z|x)), as integrals over ε.
  private func bounds(_ model: Autoencoder) -> [(bound: Double, gap: Double)] {
    let probabilities = probabilities(model)
    let (mean, logVariance) = inference { model.encode(images) }
    return (0..<images.shape[0]).map { index in
      let m = Double(mean.scalars[index])
      let v = Double(logVariance.scalars[index])
      let z = grid.map { m + exp(v / 2) * $0 }
      let likelihoods = logLikelihoods(model, at: z)[index]
      var (bound, gap) = (0.0, 0.0)
      for (place, epsilon) in grid.enumerated() {
        let logQ = log(density(epsilon)) - v / 2
        let logJoint = -z[place] * z[place] / 2 - log(2 * Double.pi) / 2 + likelihoods[place]
        let weight = density(epsilon) * 0.01
        bound += weight * (logJoint - logQ)
        gap += weight * (logQ - (logJoint - log(probabilities[index])))
      }
      return (bound, gap)
    }
  }

  @Test func itsProbabilitiesAddUpToOne() throws {
    for model in [model(), try trained()] {
      #expect(abs(probabilities(model).reduce(0, +) - 1) < 1e-5)
    }
    let likely = try probabilities(trained())
    #expect(likely[3] + likely[5] + likely[15] > 0.8)
  }

  /// By the divergence of the encoder's guess from the truth, which is never negative.
  @Test func theBoundIsBelowTheLikelihood() throws {
    for model in [model(), try trained()] {
      for (exact, estimate) in zip(probabilities(model), bounds(model)) {
        #expect(estimate.bound < log(exact))
        #expect(estimate.gap > 0)
        #expect(abs(log(exact) - estimate.bound - estimate.gap) < 1e-5)
      }
    }
  }

  @Test func itsEstimateIsTheBoundOnAverage() throws {
    let model = try trained()
    let draws = 400
    let totals = (0..<draws).map { _ in
      let parts = inference { model.nats(of: images, using: random) }
      return (parts[0] + parts[1]).scalars.map { -Double($0) }
    }
    for (index, expected) in bounds(model).enumerated() {
      let values = totals.map { $0[index] }
      let mean = values.reduce(0, +) / Double(draws)
      let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(draws - 1)
      #expect(abs(mean - expected.bound) < 5 * (variance / Double(draws)).squareRoot() + 1e-5)
    }
  }

  /// With the same random numbers each time.
  @Test(arguments: [1, 3]) func itsGradientIsThatOfTheBound(latentSize: Int) {
    let model = model(latentSize: latentSize)
    scramble(model)
    let many = concatenate(Array(repeating: images, count: 8))
    // Short steps, as there are few images and many ReLUs: each that passes its kink makes a difference.
    checkParameterGradients(of: model, step: 1 / 1024) {
      let parts = model.nats(of: many, using: RandomStream(seed: 2, purpose: "noise"))
      return parts[0] + parts[1]
    }
  }

  @Test func itReconstructsWhatItHasLearned() throws {
    let model = try trained()
    for index in [3, 5, 15] {
      let image = images.slice(index..<index + 1, along: 0)
      let pixels = inference { sigmoid(model.decode(model.encode(image).mean)) }.scalars
      #expect(zip(pixels, image.scalars).allSatisfy { ($0 > 0.5) == ($1 == 1) })
    }
  }

  @Test func samplesAreAsFrequentAsLikely() throws {
    let model = try trained()
    let pixels = model.sample(4000, using: random).scalars
    var shares = [Double](repeating: 0, count: 16)
    for image in 0..<4000 {
      shares[(0..<4).reduce(0) { $0 | (Int(pixels[image * 4 + $1]) << $1) }] += 1 / 4000
    }
    for (share, p) in zip(shares, probabilities(model)) {
      #expect(abs(share - p) < 5 * (p * (1 - p) / 4000).squareRoot() + 1e-3)
    }
  }
}
