internal import Adversarial
internal import NeuralNetworks
internal import Randomness
internal import TensorCore

/// A network in inference mode as a straight-line program of operations, for batches of any size.
///
/// The network runs twice, on a batch and on one of an example more, under an engine that only writes down what it is asked for:
/// what differs between both is the batch. What does not depend on the inputs is computed here, once.
struct NetworkProgram {
  /// The length of an axis.
  enum Length: Hashable {
    /// The same for all batches.
    case fixed(Int)
    /// So many for each example of a batch.
    case perExample(Int)
  }

  /// A value, seen in a shape.
  struct Operand: Hashable {
    /// The value's number.
    let value: Int
    /// The shape.
    let shape: [Length]
  }

  /// One operation that depends on the inputs or on the size of the batch.
  struct Step {
    /// The operation as it is for the smaller of both batches.
    let operation: Operation
    /// Its operands.
    let operands: [Operand]
    /// Its results.
    let results: [Operand]
    /// Which of them are used.
    let usedResults: [Bool]
  }

  /// An input: what is seen under a name.
  struct Input {
    /// The name.
    let name: String
    /// The value.
    let operand: Operand
  }

  /// Numbers that are the same for all batches.
  struct Constant {
    /// The numbers.
    let numbers: [Float]
    /// The dotted path of the parameter or buffer that they are, if they are one.
    let path: String?
  }

  /// The inputs that the result depends on or not, in the order in which they were declared.
  let inputs: [Input]
  /// The operations, in order.
  let steps: [Step]
  /// Constants, by the numbers of values.
  let constants: [Int: Constant]
  /// The result.
  let output: Operand

  /// The length of an axis that is `first` long in a batch, and `second` in one of an example more; `nil` if it
  /// follows from the batch in no such way.
  static func length(_ first: Int, _ second: Int, inBatchOf batch: Int) -> Length? {
    if first == second { return .fixed(first) }
    let perExample = second - first
    return perExample > 0 && first == perExample * batch ? .perExample(perExample) : nil
  }

  /// The shape that is `first` in a batch, and `second` in one of an example more.
  static func shape(_ first: Shape, _ second: Shape, inBatchOf batch: Int) -> [Length]? {
    guard first.rank == second.rank else { return nil }
    let lengths = zip(first.dimensions, second.dimensions).map {
      length($0, $1, inBatchOf: batch)
    }
    return lengths.allSatisfy { $0 != nil } ? lengths.compactMap(\.self) : nil
  }
}

/// Why a network cannot be written as a program.
enum NetworkProgramProblem: Error, Equatable {
  /// It takes another way for other numbers.
  case readsValues
  /// It does something else for batches of other sizes.
  case dependsOnBatch
  /// It draws random numbers, anew each time.
  case isRandom

  /// The problem as a clause: "draws random numbers in inference mode".
  var text: String {
    switch self {
    case .readsValues: "is a network that reads its own values while it computes"
    case .dependsOnBatch: "is a network that computes otherwise for batches of another size"
    case .isRandom: "is a network that draws random numbers in inference mode"
    }
  }
}

extension NetworkProgram {
  /// The program of a network.
  ///
  /// - Parameters:
  ///   - network: Its parameters and buffers give constants their names.
  ///   - batch: The examples of the smaller batch.
  ///   - keepsFused: Whether a fused operation is kept; others are taken apart.
  ///   - run: Declares inputs and computes the result for a batch of so many examples.
  /// - Throws: `NetworkProgramProblem` if it is no such program.
  init(
    of network: any Module,
    batch: Int = 2,
    keepingFused keepsFused: @escaping @Sendable (Operation) -> Bool,
    running run: (_ engine: TracingEngine, _ batch: Int) -> Tensor
  ) throws(NetworkProgramProblem) {
    func trace(_ batch: Int) -> Trace {
      let engine = TracingEngine(keepingFused: keepsFused)
      Context.current.with(engine: engine).run {
        inference { engine.finish(with: run(engine, batch)) }
      }
      return engine.trace
    }
    try self.init(trace(batch), trace(batch + 1), batch: batch, names: Self.paths(of: network))
  }

  /// The dotted paths of parameters and buffers by their storages.
  private static func paths(of network: any Module) -> [ObjectIdentifier: String] {
    let parameters = network.namedParameters.map { ($0.value.value, $0.path) }
    let buffers = network.namedBuffers.map { ($0.value.value, $0.path) }
    return Dictionary(
      (parameters + buffers).map { (ObjectIdentifier($0.operand.storage), $1) },
      uniquingKeysWith: { first, _ in first }
    )
  }
}

extension NetworkProgram.Length {
  /// The number in a batch of so many examples.
  func inBatch(of count: Int) -> Int {
    switch self {
    case .fixed(let length): length
    case .perExample(let length): length * count
    }
  }

  /// The number, of one that is the same for all batches.
  var fixed: Int? {
    if case .fixed(let length) = self { return length }
    return nil
  }
}
