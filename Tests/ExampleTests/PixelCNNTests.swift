import Autoregressive
import Foundation
import NeuralNetworks
import Optimizers
import Randomness
import TensorCore
import TestSupport
import Testing

@Suite struct PixelCNNTests {
  private let random = RandomStream(seed: 5, purpose: "test")

  private func model(_ height: Int, _ width: Int, channels: Int = 4, depth: Int = 3) -> PixelCNN {
    PixelCNN(height: height, width: width, channels: channels, depth: depth, using: random)
  }

  /// A model that has seen a few images often.
  private func trained(_ height: Int, _ width: Int) throws -> PixelCNN {
    let model = model(height, width)
    let optimizer = Optimizer(of: model, Adam(learningRate: 1e-2))
    let images = Tensor(
      (0..<height * width * 3).map { Float($0 % 5 / 3) },
      shape: [3, height, width, 1]
    )
    for _ in 0..<300 { try optimizer.minimize(model.nats(of: images, using: random)[0].mean()) }
    return model
  }

  @Test func itsProbabilitiesAddUpToOne() throws {
    let images = allImages(height: 3, width: 3)
    #expect(images.shape == [512, 3, 3, 1])
    let (scrambled, trained) = (model(3, 3), try trained(3, 3))
    scramble(scrambled)
    for model in [scrambled, trained] {
      let probabilities = exp(-model.nats(of: images, using: random)[0]).scalars.map(Double.init)
      // 512 numbers, each with float32's rounding of a sum of nine logarithms.
      #expect(abs(probabilities.reduce(0, +) - 1) < 1e-5)
      #expect((probabilities.max() ?? 0) > 1.5 * (probabilities.min() ?? 0))
    }
    // What was learned stands out: three images of 512 have most of the probability.
    let learned = exp(-trained.nats(of: images, using: random)[0]).scalars.sorted().suffix(3)
    #expect(learned.reduce(0, +) > 0.5)
  }

  /// By gradients: exactly what comes before it, and all of that, without a blind spot.
  @Test(arguments: [(5, 4), (1, 6), (6, 1), (7, 9)])
  func noPixelSeesItselfOrLaterOnes(height: Int, width: Int) {
    let model = model(height, width, channels: 16, depth: 6)
    // Winograd's algorithm multiplies by sums of taps, and what should cancel leaves a rounding error.
    Context(policy: .oneDNN).run {
      let images = Tensor.sample([1, height, width, 1], from: 0, to: 1).tracked
      let logits = model.logits(of: images).reshaped(to: [-1])
      for pixel in 0..<height * width {
        let logit = logits.slice(pixel..<pixel + 1, along: 0).sum()
        let gradient = gradients(of: logit, withRespectTo: [images])[0].scalars
        for other in 0..<height * width {
          #expect((gradient[other] != 0) == (other < pixel), "\(pixel) and \(other)")
        }
      }
    }
  }

  /// With the algorithms that are used otherwise, by what they leave.
  @Test func nothingLeaksByAnyAlgorithm() {
    let model = model(28, 28, channels: 8, depth: 4)
    let images = Tensor.sample([2, 28, 28, 1], from: 0, to: 1).tracked
    let logit = model.logits(of: images).slice(13..<14, along: 1).slice(9..<10, along: 2).sum()
    let gradient = gradients(of: logit, withRespectTo: [images])[0].absolute
    let earlier = gradient.slice(0..<13, along: 1).maximum(along: 1).sum().scalar
    let later = gradient.slice(14..<28, along: 1).maximum(along: 1).sum().scalar
    #expect(earlier > 0 && later <= 1e-6 * earlier)
  }

  @Test func itsGradientIsThatOfTheLikelihood() {
    let model = model(4, 3)
    scramble(model)
    let images = allImages(height: 4, width: 3).slice(0..<4096, along: 0, by: 37)
    checkParameterGradients(of: model) { model.nats(of: images, using: random)[0] }
  }

  @Test(arguments: [(3, 3), (1, 5), (13, 6)])
  func samplesAreThoseOfWholePasses(height: Int, width: Int) {
    let model = model(height, width)
    let (one, other) = (RandomStream(seed: 1, purpose: "x"), RandomStream(seed: 1, purpose: "x"))
    let samples = model.sample(6, using: one)
    #expect(samples.shape == [6, height, width, 1])
    #expect(samples.isIdentical(to: model.sampleByWholePasses(6, using: other)))
    #expect(samples.scalars.allSatisfy { $0 == 0 || $0 == 1 })
  }

  @Test func samplesAreAsFrequentAsLikely() throws {
    let model = try trained(2, 2)
    let likely = exp(-model.nats(of: allImages(height: 2, width: 2), using: random)[0]).scalars
    let (count, pixels) = (4000, model.sample(4000, using: random).scalars)
    var shares = [Float](repeating: 0, count: 16)
    for image in 0..<count {
      let index = (0..<4).reduce(0) { $0 | (Int(pixels[image * 4 + $1]) << $1) }
      shares[index] += 1 / Float(count)
    }
    // Five standard deviations of a share, and a little for the rare.
    for (share, p) in zip(shares, likely) {
      #expect(abs(share - p) < 5 * (p * (1 - p) / Float(count)).squareRoot() + 1e-3)
    }
  }

  @Test func completionsKeepWhatIsGiven() {
    let model = model(12, 5)
    let images = Tensor((0..<120).map { Float($0 % 3 / 2) }, shape: [2, 12, 5, 1])
    let completed = model.completions(of: images, from: 7, using: random)
    #expect(
      completed.slice(0..<7, along: 1).isIdentical(to: images.slice(0..<7, along: 1))
    )
    let whole = model.completions(of: images, from: 12, using: random)
    #expect(whole.isIdentical(to: images))
  }
}
