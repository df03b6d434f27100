import Adversarial
import Evaluation
import NeuralNetworks
import Optimizers
import Randomness
import TensorCore

/// Convolutional networks on garments, with and without batch normalization.
struct DCGAN: Program {
  let setup: Setup

  /// From 64 numbers to 7×7, 14×14 and 28×28 pixels.
  final class Generator: Layer {
    let project: Linear
    let upsample: [ConvTranspose2D]
    let norms: [BatchNorm]

    init(isNormalized: Bool, using random: RandomStream) {
      let double = ConvolutionSettings(stride: 2, padding: 1)
      let weights = Initializer.normal(0.02)
      project = Linear(64, 7 * 7 * 64, weights: weights, using: random)
      upsample = [(64, 32), (32, 1)].map { from, to in
        ConvTranspose2D(from, to, kernel: 4, double, weights: weights, using: random)
      }
      norms = isNormalized ? [BatchNorm(64), BatchNorm(32)] : []
    }

    func callAsFunction(_ z: Tensor) -> Tensor {
      var h = project(z).reshaped(to: [-1, 7, 7, 64])
      for (index, upsample) in upsample.enumerated() {
        h = upsample(relu(norms.isEmpty ? h : norms[index](h)))
      }
      return tanh(h)
    }
  }

  /// From 28×28 pixels to 14×14, 7×7 and a logit.
  final class Discriminator: Layer, Partwise {
    let convolutions: [Conv2D]
    let norm: BatchNorm?
    let toLogit: Linear

    init(isNormalized: Bool, using random: RandomStream) {
      let half = ConvolutionSettings(stride: 2, padding: 1)
      let weights = Initializer.normal(0.02)
      convolutions = [(1, 32), (32, 64)].map { from, to in
        Conv2D(from, to, kernel: 4, half, weights: weights, using: random)
      }
      norm = isNormalized ? BatchNorm(64) : nil
      toLogit = Linear(7 * 7 * 64, 1, weights: weights, using: random)
    }

    func callAsFunction(_ images: Tensor) -> Tensor {
      let h = convolutions[1](leakyReLU(convolutions[0](images), slope: 0.2))
      return toLogit(leakyReLU(norm?(h) ?? h, slope: 0.2).flattened)
    }
  }

  func run() throws {
    let garments = try setup.garments(20_000) * 2 - 1
    let real = setup.features(garments.slice(0..<2000, along: 0))
    print(head("iteration", ["D(x)", "D(G(z))", "Fréchet"]))
    for isNormalized in [true, false] {
      let name = isNormalized ? "with" : "without"
      let random = RandomStream(seed: 1, purpose: "dcgan")
      let generator = Generator(isNormalized: isNormalized, using: random)
      let discriminator = Discriminator(isNormalized: isNormalized, using: random)
      let rule = Adam(learningRate: 2e-4, beta1: 0.5)
      let (ofG, ofD) = (Optimizer(of: generator, rule), Optimizer(of: discriminator, rule))
      let watched = Tensor.normal([16, 64], using: random)
      var grids: [Tensor] = []
      let iterations = setup.steps(3000)
      for iteration in 1...iterations {
        let fake = generator(.normal([64, 64], using: random))
        let (x, g) = discriminator(garments.randomRows(64, using: random), fake.detached)
        try ofD.minimize(softplus(-x).mean() + softplus(g).mean())
        try ofG.minimize(softplus(-discriminator(fake)).mean())
        if [iterations / 30, iterations / 10, iterations / 3, iterations].contains(iteration) {
          let samples = inference { generator(.normal([2000, 64], using: random)) }
          let distance = try frechetDistance(real, setup.features(samples))
          let means = [sigmoid(x), sigmoid(g)].map { Double($0.mean().scalar) }
          print(row("\(name) \(iteration)", means + [distance]))
          grids.append(inference { generator(watched) })
        }
      }
      try setup.write(concatenate(grids), columns: 16, in: .symmetric, as: "dcgan-\(name)")
      guard isNormalized else { continue }
      // A line through the latent space, sixteen points on it.
      let (from, to) = (watched.slice(0..<1, along: 0), watched.slice(1..<2, along: 0))
      let line = (0..<16).map { from * Float(15 - $0) / 15 + to * Float($0) / 15 }
      let walk = inference { generator(concatenate(line)) }
      try setup.write(walk, columns: 16, in: .symmetric, as: "dcgan-walk")
    }
  }
}
