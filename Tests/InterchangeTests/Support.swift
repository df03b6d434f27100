import Adversarial
import Archives
import NeuralNetworks
import Recipes
import TensorCore
import Testing

extension NamedArrays {
  /// A float32 array as a tensor.
  func tensor(_ name: String) throws -> Tensor {
    let array = try #require(self[name], "no \(name) among \(names)")
    guard case .float32(let values) = array.elements else {
      Issue.record("\(name) is \(array.summary)")
      return .zeros([0])
    }
    return Tensor(values, shape: Shape(array.shape))
  }
}

extension Sampler {
  /// The images of latent vectors, and of class 0 where there are classes.
  func image(of z: Tensor) throws -> Tensor {
    inference { generator(z, .none) }
  }
}

/// The largest difference of two tensors' elements.
func distance(_ one: Tensor, _ other: Tensor) throws -> Float {
  try #require(one.shape == other.shape)
  return zip(one.scalars, other.scalars).map { abs($0 - $1) }.max() ?? 0
}
