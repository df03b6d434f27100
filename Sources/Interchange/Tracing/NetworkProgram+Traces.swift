internal import TensorCore

extension NetworkProgram {
  /// The program that two traces of different batches are of.
  ///
  /// - Parameters:
  ///   - first: The trace of a batch.
  ///   - second: That of one of an example more.
  ///   - batch: The examples of the smaller one.
  ///   - names: What storages are called.
  /// - Throws: `NetworkProgramProblem` if they are not of one program.
  init(
    _ first: Trace,
    _ second: Trace,
    batch: Int,
    names: [ObjectIdentifier: String]
  ) throws(NetworkProgramProblem) {
    guard first.sources.count == second.sources.count, first.steps.count == second.steps.count,
      let firstOutput = first.output, let secondOutput = second.output,
      firstOutput.value == secondOutput.value,
      let outputShape = Self.shape(firstOutput.shape, secondOutput.shape, inBatchOf: batch)
    else { throw .dependsOnBatch }
    let isConstant = try Self.constants(first, second)
    guard first.read.union(second.read).allSatisfy({ isConstant[$0] }) else { throw .readsValues }

    // Backward from the result: what it needs, and which steps compute it.
    var needed = Set([firstOutput.value])
    var steps: [Step] = []
    for (one, other) in zip(first.steps, second.steps).reversed() {
      let used = one.results.map { needed.contains($0) && !isConstant[$0] }
      guard used.contains(true), !one.results.contains(where: { first.isInput($0) }) else {
        continue
      }
      if case .random = one.operation { throw .isRandom }
      guard one.operation.isSame(as: other.operation, exceptFor: (batch, batch + 1)) else {
        throw .dependsOnBatch
      }
      var operands: [Operand] = []
      for (left, right) in zip(one.operands, other.operands) {
        guard let shape = Self.shape(left.shape, right.shape, inBatchOf: batch) else {
          throw .dependsOnBatch
        }
        operands.append(Operand(value: left.value, shape: shape))
        needed.insert(left.value)
      }
      var results: [Operand] = []
      for (index, value) in one.results.enumerated() {
        let (shape, otherShape) = (one.types[index].shape, other.types[index].shape)
        guard let shape = Self.shape(shape, otherShape, inBatchOf: batch) else {
          throw .dependsOnBatch
        }
        results.append(Operand(value: value, shape: shape))
      }
      steps.append(
        Step(operation: one.operation, operands: operands, results: results, usedResults: used)
      )
    }
    var values = TracedValues(of: first)
    var constants: [Int: Constant] = [:]
    for value in needed where isConstant[value] {
      let storage = values.storage(of: value)
      constants[value] = Constant(
        numbers: storage.hostValues.map { Float($0) },
        path: first.storage(ofHost: value).flatMap { names[ObjectIdentifier($0)] }
      )
    }
    self.inputs = Self.inputs(first, second, batch)
    self.steps = steps.reversed()
    self.constants = constants
    output = Operand(value: firstOutput.value, shape: outputShape)
  }

  /// For each value, whether it is the same for all batches and inputs.
  ///
  /// - Throws: `NetworkProgramProblem` if the traces are not of the same operations of the same values.
  private static func constants(
    _ first: Trace,
    _ second: Trace
  ) throws(NetworkProgramProblem) -> [Bool] {
    var isConstant: [Bool] = []
    for (one, other) in zip(first.sources, second.sources) {
      switch (one, other) {
      case (.input(let name, _), .input(let otherName, _)) where name == otherName:
        isConstant.append(false)
      case (.host(let left), .host(let right)):
        guard left === right || left.count == right.count && left.hostValues == right.hostValues
        else { throw .dependsOnBatch }
        isConstant.append(true)
      case (.step(let left), .step(let right)) where left == right:
        let (step, otherStep) = (first.steps[left], second.steps[right])
        guard step.operands.map(\.value) == otherStep.operands.map(\.value) else {
          throw .dependsOnBatch
        }
        isConstant.append(
          step.operation == otherStep.operation
            && zip(step.operands, otherStep.operands).allSatisfy {
              isConstant[$0.value] && $0.shape == $1.shape
            }
        )
      default: throw .dependsOnBatch
      }
    }
    return isConstant
  }

  private static func inputs(_ first: Trace, _ second: Trace, _ batch: Int) -> [Input] {
    first.sources.indices.compactMap { value in
      guard case .input(let name, _) = first.sources[value],
        let one = first.inputShapes[name], let other = second.inputShapes[name],
        let shape = shape(one, other, inBatchOf: batch)
      else { return nil }
      return Input(name: name, operand: Operand(value: value, shape: shape))
    }
  }
}

extension Trace {
  /// Whether a value is an input.
  fileprivate func isInput(_ value: Int) -> Bool {
    if case .input = sources[value] { return true }
    return false
  }

  /// The storage of a value that came from the host as a constant.
  fileprivate func storage(ofHost value: Int) -> Storage? {
    if case .host(let storage) = sources[value] { return storage }
    return nil
  }
}

extension Operation {
  /// Whether this is the other operation but for the size of the batch.
  fileprivate func isSame(as other: Operation, exceptFor batches: (Int, Int)) -> Bool {
    switch (self, other) {
    case (.fill(let one, _), .fill(let another, _)): one == another
    case (.broadcast, .broadcast), (.scatterAdd, .scatterAdd): true
    case (.slice(let one), .slice(let another)), (.place(let one), .place(let another)):
      one.starts == another.starts && one.steps == another.steps
    default: self == other.resized(fromBatchOf: batches.1, to: batches.0)
    }
  }

  /// The operation with another number of images, where it says one.
  private func resized(fromBatchOf old: Int, to new: Int) -> Operation {
    func resized(_ geometry: ConvolutionGeometry) -> ConvolutionGeometry {
      var geometry = geometry
      geometry.batch = geometry.batch / old * new
      return geometry
    }
    return switch self {
    case .convolution(let geometry): .convolution(resized(geometry))
    case .convolutionInputGradient(let geometry): .convolutionInputGradient(resized(geometry))
    case .convolutionWeightGradient(let geometry): .convolutionWeightGradient(resized(geometry))
    case .convolutionBiasGradient(let geometry): .convolutionBiasGradient(resized(geometry))
    case .upsampledConvolution(let geometry, let pass):
      .upsampledConvolution(resized(geometry), pass)
    case .maximumPool(let geometry): .maximumPool(resized(geometry))
    default: self
    }
  }
}
