import Foundation
import NeuralNetworks
import Randomness
import TensorCore

/// How Forger computes: the tape, an operator of one's own, and convolutions with fewer multiplications.
struct Computing: Program {
  let setup: Setup
  let random = RandomStream(seed: 1, purpose: "computing")

  func run() throws {
    differentiate()
    prune()
    try multiplyLess()
  }

  /// x · σ(x) with a backward pass of its own, written in operators.
  func swish(_ x: Tensor) -> Tensor {
    let result = withoutRecording { x * sigmoid(x) }
    return .recorded("swish", result, inputs: [x], saving: [x]) { pass in
      let (x, s) = (pass.saved(0), sigmoid(pass.saved(0)))
      return [pass.gradient * (s + x * s * (1 - s))]
    }
  }

  /// The first two derivatives, by the tape and by differences.
  func differentiate() {
    let x = Tensor([-2, -0.5, 0, 1, 3]).tracked
    let first = gradients(of: swish(x).sum(), withRespectTo: [x], createsGraph: true)[0]
    let second = gradients(of: first.sum(), withRespectTo: [x])[0]
    func exact(_ x: Double) -> Double { x / (1 + exp(-x)) }
    print(head("swish at", ["first", "numeric", "second", "numeric"]))
    for (index, place) in x.scalars.map(Double.init).enumerated() {
      let (below, here, above) = (exact(place - 1e-3), exact(place), exact(place + 1e-3))
      let numeric = [(above - below) / 2e-3, (above - 2 * here + below) / 1e-6]
      let found = [first, second].map { Double($0.scalars[index]) }
      print(row("\(place)", [found[0], numeric[0], found[1], numeric[1]], digits: 5))
    }
  }

  /// How many matrix multiplications a step of each network takes.
  func prune() {
    let generator = layers([64, 256, 784], using: random)
    let discriminator = layers([784, 256, 1], using: random)
    let z = Tensor.normal([32, 64], using: random)
    print(head("matrix multiplications", ["forward", "backward"]))
    for (name, parameters, fake) in [
      ("of G's step", generator.parameters, { generator(z) }),
      ("of D's step", discriminator.parameters, { generator(z).detached }),
      ("of both at once", generator.parameters + discriminator.parameters, { generator(z) }),
    ] {
      var loss = Tensor(0)
      let forward = Profiler.profile { loss = softplus(discriminator(fake())).mean() }
      let backward = Profiler.profile { _ = gradients(of: loss, withRespectTo: parameters) }
      let counts = [forward, backward].map { rows in
        rows.filter { $0.name.hasPrefix("product") }.map(\.calls).reduce(0, +)
      }
      print(row(name, counts.map(Double.init), digits: 0))
    }
  }

  /// Two outputs of a kernel of three, by four multiplications instead of six.
  func winograd(_ d: [Float], _ g: [Float]) -> [Float] {
    let m = [
      (d[0] - d[2]) * g[0],
      (d[1] + d[2]) * ((g[0] + g[1] + g[2]) / 2),
      (d[2] - d[1]) * ((g[0] - g[1] + g[2]) / 2),
      (d[1] - d[3]) * g[2],
    ]
    return [m[0] + m[1] + m[2], m[1] - m[2] - m[3]]
  }

  /// The identity for numbers, then what it is good for.
  func multiplyLess() throws {
    let (d, g) = ([1, 2, -3, 4] as [Float], [0.5, -1, 2] as [Float])
    let direct = (0..<2).map { i in (0..<3).map { d[i + $0] * g[$0] }.reduce(0, +) }
    print("by definition \(direct), by Winograd \(winograd(d, g))")

    let images = Tensor.normal([16, 32, 32, 64], using: random)
    let weights = Tensor.normal([3, 3, 64, 64], standardDeviation: 0.05, using: random)
    let settings = ConvolutionSettings(padding: 1)
    let results = [ConvolutionPolicy.oneDNN, .winograd].map { policy in
      Context.current.with(policy: policy).run { conv2D(images, weights, settings) }
    }
    let largest = results[0].absolute.scalars.max() ?? 1
    let difference = (results[0] - results[1]).absolute.scalars.max() ?? 0
    print("the largest difference is \(difference / largest) of the largest value")
    for policy in [ConvolutionPolicy.oneDNN, .winograd] {
      let rows = Context.current.with(policy: policy).run {
        Profiler.profile { for _ in 0..<setup.steps(200) { _ = conv2D(images, weights, settings) } }
      }
      for row in rows {
        print(String(format: "%@: %.0f GFLOP/s", row.name, row.operations / row.seconds / 1e9))
      }
    }
  }
}
