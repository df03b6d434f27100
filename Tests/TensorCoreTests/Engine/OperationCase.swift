import Randomness
import TensorCore
import TestSupport
import Testing

/// An operation with operands to try it on.
struct OperationCase: CustomTestStringConvertible, Sendable {
  /// Where an operand comes from.
  enum Sample: Sendable {
    /// Uniform numbers.
    case numbers(Shape, from: Float = -1, to: Float = 1)
    /// Given numbers.
    case given([Float], Shape)
    /// The signs that a leaky ReLU tells of uniform numbers.
    case signs(Shape)
    /// The indices of the largest pixels of windows.
    case indices(ConvolutionGeometry)
  }

  let operation: TensorCore.Operation
  let samples: [Sample]

  init(_ operation: TensorCore.Operation, _ samples: [Sample]) {
    self.operation = operation
    self.samples = samples
  }

  init(_ operation: TensorCore.Operation, _ samples: Sample...) { self.init(operation, samples) }

  init(_ operation: TensorCore.Operation, of shapes: Shape...) {
    self.init(operation, shapes.map { .numbers($0) })
  }

  var testDescription: String { "\(operation) of \(samples.map(\.shape))" }

  /// The operation's operands, made by an engine.
  func operands(by engine: any Engine) -> [Operand] {
    samples.enumerated().map { index, sample in
      let seed = UInt64(index + 1)
      switch sample {
      case .numbers(let shape, let low, let high):
        return Operand(Tensor.sample(shape, from: low, to: high, seed: seed).storage, shape)
      case .given(let numbers, let shape):
        return Operand(Tensor(numbers, shape: shape).storage, shape)
      case .signs(let shape):
        let x = Operand(Tensor.sample(shape, seed: seed).storage, shape)
        return Operand(engine.run(.leakyReLU(slope: 0.5), on: [x])[1], shape)
      case .indices(let geometry):
        let x = Operand(
          Tensor.distinctSample(geometry.inputShape, seed: seed).storage,
          geometry.inputShape
        )
        return Operand(engine.run(.maximumPool(geometry), on: [x])[1], geometry.outputShape)
      }
    }
  }

  static let all = fills + elementwise + reductions + moves + products + convolutions + pooling
    + normalizations + rectifiers + updates
}

extension OperationCase.Sample {
  /// The operand's shape.
  var shape: Shape {
    switch self {
    case .numbers(let shape, _, _), .given(_, let shape), .signs(let shape): shape
    case .indices(let geometry): geometry.outputShape
    }
  }
}
