import ExampleSupport
import Foundation
import NeuralNetworks
import Randomness
import TensorCore
import Testing

/// All binary images of a size, `[2^(height · width), height, width, 1]`.
func allImages(height: Int, width: Int) -> Tensor {
  let size = height * width
  let values = (0..<(1 << size) * size).map { Float(($0 / size) >> ($0 % size) & 1) }
  return Tensor(values, shape: [1 << size, height, width, 1])
}

/// Moves all parameters at random, biases too: away from zero, where all ReLUs of a black image have their kink.
func scramble(_ model: any Module) {
  let random = RandomStream(seed: 12, purpose: "scrambling")
  for parameter in model.parameters {
    let change = Tensor.normal(parameter.shape, standardDeviation: 0.3, using: random)
    parameter.value = parameter.value.detached + change
  }
}

/// Checks the gradient of what is added up, along a random direction of each parameter, with central differences.
func checkParameterGradients(
  of model: any Module,
  step: Float = 1 / 128,
  tolerance: Double = 2e-3,
  sourceLocation: SourceLocation = #_sourceLocation,
  terms: () -> Tensor
) {
  let random = RandomStream(seed: 11, purpose: "directions")
  let gradients = gradients(of: terms().sum(), withRespectTo: model.parameters)
  for (named, gradient) in zip(model.namedParameters, gradients) {
    let value = named.value.value.detached
    var direction = Tensor.normal(value.shape, using: random)
    direction = direction / direction.squared.sum().squareRoot
    func moved(_ steps: Float) -> [Double] {
      named.value.value = value + steps * step * direction
      return terms().scalars.map(Double.init)
    }
    func difference(_ steps: Float) -> Double {
      zip(moved(steps), moved(-steps)).reduce(0) { $0 + $1.0 - $1.1 }
    }
    // Five points, as in `checkGradients`.
    let expected = (8 * difference(1) - difference(2)) / (12 * Double(step))
    let rounding = 16 * 0x1p-24 * moved(0).reduce(0) { $0 + $1 * $1 }.squareRoot() / Double(step)
    named.value.value = value
    let found = Double((gradient * direction).sum().scalar)
    let length = Double(gradient.squared.sum().squareRoot.scalar)
    #expect(length > 4 * rounding, "\(named.path) moves nothing", sourceLocation: sourceLocation)
    #expect(
      abs(found - expected) <= tolerance * length + rounding,
      "\(named.path): \(found), expected \(expected), of a length of \(length)",
      sourceLocation: sourceLocation
    )
  }
}
