import Adversarial
import Foundation
import NeuralNetworks
import Optimizers
import Randomness
import TensorCore

/// The GAN's game in one dimension, where the optimum is a formula.
struct Game: Program {
  let setup: Setup
  let random = RandomStream(seed: 1, purpose: "game")

  /// G(z) = a + b·z: for Gaussian z, the density of G(z) is known.
  final class Line: Layer {
    let a = Parameter(Tensor([-1]))
    let b = Parameter(Tensor([1]))

    func callAsFunction(_ z: Tensor) -> Tensor { a.value + b.value * z }

    var density: Normal {
      Normal(mean: Double(a.value.scalar), deviation: Double(abs(b.value.scalar)))
    }
  }

  let p = Normal(mean: 1.5, deviation: 0.6)
  static let step = 0.02
  let grid = stride(from: -8.0, through: 8.0, by: Self.step).map { $0 }

  func run() throws {
    let (generator, discriminator) = (Line(), layers([1, 32, 32, 1], tanh, using: random))
    let rounds = setup.steps(2000)
    let (ofG, ofD) = (adam(generator, 0.02, over: rounds), adam(discriminator, 0.01, over: rounds))
    var panels: [Plot.Panel] = []

    print(head("round", ["a", "b", "max|D−D*|", "V(D)", "2JSD−log4"], width: 11))
    for round in 0...rounds {
      if [0, rounds / 20, rounds].contains(round) {
        panels.append(try compare(generator, round: round, steps: setup.steps(3000)))
      }
      try improve(discriminator, by: ofD, against: generator)
      let fake = generator(.normal([256, 1], using: random))
      try ofG.minimize(Objective.nonSaturating.generatorLoss(fake: discriminator(fake)))
    }
    try setup.write(Plot(panels: panels), as: "game")
  }

  /// One step of the discriminator: up the value of the game.
  func improve(_ d: Layers, by optimizer: Optimizer, against generator: Line) throws {
    let real = Float(p.mean) + Float(p.deviation) * Tensor.normal([256, 1], using: random)
    let fake = generator(.normal([256, 1], using: random)).detached
    try optimizer.minimize(softplus(-d(real)).mean() + softplus(d(fake)).mean())
  }

  /// Trains a new discriminator against a generator that stands still, and compares it with p/(p + q).
  func compare(_ generator: Line, round: Int, steps: Int) throws -> Plot.Panel {
    let best = layers([1, 32, 32, 1], tanh, using: random)
    let optimizer = adam(best, 0.01, over: steps)
    for _ in 0..<steps { try improve(best, by: optimizer, against: generator) }

    let inputs = Tensor(grid.map(Float.init), shape: [grid.count, 1])
    let d = inference { best(inputs) }.scalars.map { 1 / (1 + exp(-Double($0))) }
    let (p, q) = (grid.map { self.p($0) }, grid.map { generator.density($0) })
    let optimum = zip(p, q).map { $0 / ($0 + $1) }
    let value = integral { p[$0] * log(d[$0]) + q[$0] * log(1 - d[$0]) }
    // 2·JSD − log 4 = ∫ p log(p/(p + q)) + q log(q/(p + q)), in which 0 log 0 is 0.
    func term(_ density: Double, _ both: Double) -> Double {
      density > 0 ? density * log(density / both) : 0
    }
    let bound = integral { term(p[$0], p[$0] + q[$0]) + term(q[$0], p[$0] + q[$0]) }
    let error = grid.indices.filter { p[$0] + q[$0] > 0.05 }.map { abs(d[$0] - optimum[$0]) }.max()
    let numbers = [generator.density.mean, generator.density.deviation, error ?? 0, value]
    print(row("\(round)", numbers + [bound], digits: 4, width: 11))

    func curve(_ name: String, _ values: [Double], _ style: Plot.Curve.Style = .line) -> Plot.Curve
    {
      Plot.Curve(name: name, points: zip(grid, values).map { SIMD2($0, $1) }, style: style)
    }
    let curves = [
      curve("p", p), curve("q", q), curve("D", d), curve("p/(p + q)", optimum, .dashed),
    ]
    return Plot.Panel(title: "Round \(round)", x: -4...4, y: 0...1, curves: curves)
  }

  /// The integral over the grid of a function of the place on it.
  func integral(_ f: (Int) -> Double) -> Double { Self.step * grid.indices.map(f).reduce(0, +) }
}
