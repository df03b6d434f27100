/// An operation that the CPU engine puts off until somebody needs its values.
///
/// A normalization, noise, an upsampling and the gradients through leaky ReLU and a convolution are read by
/// what follows at once, and often by nothing else: `Fusion` then does both in one pass over memory, and the
/// values between are never written. Where somebody else asks for them, they are computed once.
final class OwedOperation: OwedValues {
  let operation: Operation
  let operands: [Operand]
  private let context: Context

  /// The operation, put off, if it is one of those.
  static func of(_ operation: Operation, _ operands: [Operand]) -> OwedOperation? {
    switch operation {
    case .normalize, .addNoise, .upsample, .leakyReLUGradient: break
    case .convolutionInputGradient(let geometry):
      guard FoldedConvolution.pays(for: geometry) else { return nil }
    default: return nil
    }
    // Noise on normalized values is all that may be put off twice: chains stay short.
    for (index, operand) in operands.enumerated() {
      if index == 0, case .addNoise = operation, operand.owed?.isNormalization ?? false { continue }
      operand.storage.evaluate()
    }
    return OwedOperation(operation, operands)
  }

  private init(_ operation: Operation, _ operands: [Operand]) {
    self.operation = operation
    self.operands = operands
    context = Context.current
  }

  /// The storage of the result, whose values are owed.
  var storage: Storage {
    let shape = operation.outputs(of: operands.map(\.shape))[0].shape
    return Storage(count: shape.elementCount, owed: self)
  }

  /// Computes the values, in the context in which they were asked for.
  func values() -> Storage {
    context.run { CPUEngine.compute(operation, operands)[0] }
  }

  /// Whether pixels are doubled.
  var isUpsampling: Bool { operation == .upsample(factor: 2) }

  private var isNormalization: Bool {
    if case .normalize = operation { true } else { false }
  }
}

extension Operand {
  /// The operation that is still to be computed for the values, if one is.
  var owed: OwedOperation? { storage.owedValues as? OwedOperation }
}
