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
        return Tensor.sample(shape, from: low, to: high, seed: seed).operand
      case .given(let numbers, let shape):
        return Tensor(numbers, shape: shape).operand
      case .signs(let shape):
        let x = Tensor.sample(shape, seed: seed).operand
        return Operand(engine.run(.leakyReLU(slope: 0.5), on: [x])[1], shape)
      case .indices(let geometry):
        let x = Tensor.distinctSample(geometry.inputShape, seed: seed).operand
        return Operand(engine.run(.maximumPool(geometry), on: [x])[1], geometry.outputShape)
      }
    }
  }

  static let all: [OperationCase] = [
    fills, elementwise, reductions, moves, augmentations, products, convolutions, pooling,
    normalizations,
    rectifiers, updates,
  ].flatMap(\.self)
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
