/// An operation that the CPU engine defers until its values are needed.
///
/// The results of a normalization, noise, an upsampling, and the gradients through leaky ReLU and a
/// convolution are usually read only by the next operation: `Fusion` then computes both in one pass over
/// memory, and the intermediate values are never written. If anything else reads them, they are computed
/// once.
final class OwedOperation: OwedValues {
  let operation: Operation
  let operands: [Operand]
  private let context: Context

  /// Defers the operation if it is one of these.
  static func of(_ operation: Operation, _ operands: [Operand]) -> OwedOperation? {
    switch operation {
    case .normalize, .addNoise, .upsample, .leakyReLUGradient: break
    case .convolutionInputGradient(let geometry):
      guard FoldedConvolution.pays(for: geometry) else { return nil }
    default: return nil
    }
    // Only noise on normalized values may be deferred twice, so chains stay short.
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

  /// The storage of the deferred result.
  var storage: Storage {
    let shape = operation.outputs(of: operands.map(\.shape))[0].shape
    return Storage(count: shape.elementCount, owed: self)
  }

  /// Computes the values in the context of the reader.
  func values() -> Storage {
    context.run { CPUEngine.compute(operation, operands)[0] }
  }

  /// Whether this is an upsampling by two.
  var isUpsampling: Bool { operation == .upsample(factor: 2) }

  private var isNormalization: Bool {
    if case .normalize = operation { true } else { false }
  }
}

extension Operand {
  /// The deferred operation that the values are still owed by, if there is one.
  var owed: OwedOperation? { storage.owedValues as? OwedOperation }
}
