internal import TensorCore

/// What an engine was asked for while a network ran once: a straight-line program of operations.
struct Trace: Sendable {
  /// One operation.
  struct Step: Sendable {
    /// What was asked for.
    let operation: Operation
    /// Of which values.
    let operands: [Operand]
    /// The numbers of the values that came out.
    let results: [Int]
    /// Their shapes and kinds.
    let types: [ValueType]
  }

  /// A value that an operation takes, seen in a shape.
  struct Operand: Sendable {
    /// Its number.
    let value: Int
    /// The shape in which it is seen.
    let shape: Shape
  }

  /// Where a value comes from.
  enum Source: Sendable {
    /// From the host: a parameter, or numbers that the network brought along.
    case host(Storage)
    /// From a step.
    case step(Int)
    /// From whoever runs the network, under a name; where the numbers that the trace was made with are not drawn by a
    /// step, they are the storage's.
    case input(String, Storage?)
  }

  /// The operations, in order.
  var steps: [Step] = []
  /// Where each value comes from, by number.
  var sources: [Source] = []
  /// The shapes of the inputs, by name; the network may see them in others.
  var inputShapes: [String: Shape] = [:]
  /// The numbers of computed values that the network has read.
  var read: Set<Int> = []
  /// The result, once the network has run.
  var output: Operand?
}

/// Values of a trace, computed on the CPU when they are asked for.
struct TracedValues {
  private let trace: Trace
  private var computed: [Int: Storage] = [:]

  /// The values of a trace, none of them computed so far.
  init(of trace: Trace) { self.trace = trace }

  /// A value from the host, or computed from such values.
  ///
  /// Inputs have the numbers that the trace was made with.
  mutating func storage(of value: Int) -> Storage {
    var (pending, needed): ([Int], Set<Int>) = ([value], [])
    while let next = pending.popLast() {
      guard computed[next] == nil, let step = step(of: next), needed.insert(step).inserted else {
        continue
      }
      pending += trace.steps[step].operands.map(\.value)
    }
    for index in needed.sorted() {
      let step = trace.steps[index]
      let operands = step.operands.map { Operand(known($0.value), $0.shape) }
      let engine = CPUEngine()
      let results = Context.current.with(engine: engine).run {
        engine.run(step.operation, on: operands)
      }
      for (number, result) in zip(step.results, results) { computed[number] = result }
    }
    return known(value)
  }

  private func known(_ value: Int) -> Storage {
    if let storage = computed[value] { return storage }
    switch trace.sources[value] {
    case .host(let storage), .input(_, .some(let storage)): return storage
    case .step, .input: fatalError("TracedValues: nothing computes value \(value)")
    }
  }

  /// The step that computes a value, of an input the one that drew its numbers.
  private func step(of value: Int) -> Int? {
    switch trace.sources[value] {
    case .host: nil
    case .step(let step): step
    case .input: trace.steps.firstIndex { $0.results.contains(value) }
    }
  }
}
