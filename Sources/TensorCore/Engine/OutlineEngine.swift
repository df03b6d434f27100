internal import Synchronization

/// Computes nothing but sizes: networks built under it have shapes but take no memory.
///
/// ```swift
/// let engine = OutlineEngine()
/// let network = Context.current.with(engine: engine).run { Linear(1 << 20, 1 << 20, using: random) }
/// ```
///
/// Its values cannot be read.
public final class OutlineEngine: Engine {
  private let products = Mutex(0)

  /// An engine that has run nothing so far.
  public init() {}

  /// The total number of outputs of all matrix multiplications and convolutions so far.
  public var productCount: Int { products.withLock { $0 } }

  /// Makes storages without values.
  public func run(_ operation: Operation, on operands: consuming [Operand]) -> [Storage] {
    let outputs = operation.outputs(of: operands.map(\.shape))
    switch operation {
    case .matrixProduct, .convolution, .convolutionInputGradient, .upsampledConvolution:
      let count = outputs.reduce(0) { $0 + $1.shape.elementCount }
      products.withLock { $0 += count }
    default: break
    }
    return outputs.map {
      Storage(count: $0.shape.elementCount, kind: $0.kind, owed: NoValues(of: operation.name))
    }
  }

  /// Does nothing: there are no values.
  public func evaluate(_ storages: [Storage]) {}
}

private final class NoValues: OwedValues {
  private let operation: String

  init(of operation: String) { self.operation = operation }

  func values() -> Storage { fatalError("OutlineEngine: the values of '\(operation)' were read") }
}
