import NeuralNetworks
import TensorCore

/// A few numbers to learn.
final class Table: Module {
  let numbers: Parameter

  init(_ values: [Float]) { numbers = Parameter(Tensor(values)) }
}
