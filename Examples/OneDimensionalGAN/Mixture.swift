import Foundation
import Randomness
import TensorCore

/// The data: numbers from a mixture of Gaussian distributions, whose density p is known.
struct Mixture {
  /// A Gaussian component.
  struct Component {
    /// The share of numbers drawn from it.
    let share: Double
    let mean: Double
    let deviation: Double
  }

  /// The components, whose shares sum to 1.
  let components: [Component]

  /// Three peaks, the middle one the widest.
  static let threeHills = Mixture(components: [
    Component(share: 0.3, mean: -2, deviation: 0.35),
    Component(share: 0.4, mean: 0, deviation: 0.5),
    Component(share: 0.3, mean: 2, deviation: 0.35),
  ])

  /// p(x).
  func density(at x: Double) -> Double {
    components.reduce(0) { sum, component in
      sum + component.share * normalDensity(x, component.mean, component.deviation)
    }
  }

  /// Independent numbers, `[count, 1]`.
  func sample(_ count: Int, using random: RandomStream) -> Tensor {
    let choices = Tensor.uniform([count], using: random).scalars
    let noise = Tensor.normal([count], using: random).scalars
    let values = zip(choices, noise).map { choice, noise in
      let component = component(at: Double(choice))
      return Float(component.mean + component.deviation * Double(noise))
    }
    return Tensor(values, shape: [count, 1])
  }

  /// The component for a number from 0 to 1.
  private func component(at choice: Double) -> Component {
    var rest = choice
    for component in components.dropLast() {
      if rest < component.share { return component }
      rest -= component.share
    }
    return components[components.count - 1]
  }
}

/// The density of a Gaussian distribution.
func normalDensity(_ x: Double, _ mean: Double, _ deviation: Double) -> Double {
  let distance = (x - mean) / deviation
  return exp(-distance * distance / 2) / (deviation * (2 * Double.pi).squareRoot())
}
