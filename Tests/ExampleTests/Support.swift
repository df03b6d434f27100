import ExampleSupport
import Foundation
import NeuralNetworks
import Randomness
import TensorCore
import Testing

/// All binary images of a size, `[2^(height · width), height, width, 1]`.
func allImages(height: Int, width: Int) -> Tensor {
  let size = height * width
  let values = (0..<(1 << size) * size).map { Float($0 / size >> ($0 % size) & 1) }
  return Tensor(values, shape: [1 << size, height, width, 1])
}

/// Checks the gradient of a loss along a random direction of each parameter with central differences.
func checkParameterGradients(
  of model: any Module,
  step: Float,
  tolerance: Double,
  sourceLocation: SourceLocation = #_sourceLocation,
  loss: () -> Tensor
) {
  let random = RandomStream(seed: 11, purpose: "directions")
  let gradients = gradients(of: loss(), withRespectTo: model.parameters)
  for (named, gradient) in zip(model.namedParameters, gradients) {
    let value = named.value.value.detached
    let direction = Tensor.normal(value.shape, using: random)
    func moved(_ steps: Float) -> Double {
      named.value.value = value + steps * step * direction
      return Double(loss().scalar)
    }
    // Five points, as in `checkGradients`.
    let (near, far) = (moved(1) - moved(-1), moved(2) - moved(-2))
    named.value.value = value
    let expected = (8 * near - far) / (12 * Double(step))
    let found = Double((gradient * direction).sum().scalar)
    let scale = Double((gradient.squared.sum() * direction.squared.sum()).squareRoot.scalar)
    #expect(
      abs(found - expected) <= tolerance * scale,
      "\(named.path): \(found), expected \(expected)",
      sourceLocation: sourceLocation
    )
  }
}
