internal import TensorCore

extension ONNXWriter {
  typealias Step = NetworkProgram.Step

  /// Writes one operation.
  ///
  /// - Throws: `ONNXProblem` if it has no nodes here.
  mutating func write(_ step: Step) throws(ONNXProblem) {
    let result = step.results[0]
    switch step.operation {
    case .fill(let value, _):
      set(result, graph.add("Expand", [graph.number(value), batchShape(result.shape)]))
    case .unary(let function): try unary(function, step)
    case .binary(let function): try binary(function, step)
    case .leakyReLU(let slope):
      guard !step.usedResults[1] else { throw unwritten(step) }
      try inAnyOrder(step) { graph, x in
        slope == 0 ? graph.add("Relu", [x]) : graph.add("LeakyRelu", [x], ["alpha": .number(slope)])
      }
    case .sum(let axes):
      try inOrder(step) { graph, names, order in
        let list = graph.integers(axes.map(order.axis).sorted())
        return graph.add("ReduceSum", names + [list], ["keepdims": .integer(1)])
      }
    case .maximum(let axis):
      try inOrder(step) { graph, names, order in
        graph.add(
          "ReduceMax",
          names,
          ["axes": .integers([order.axis(axis)]), "keepdims": .integer(1)]
        )
      }
    case .concatenate(let axis):
      try inOrder(step) { graph, names, order in
        graph.add("Concat", names, ["axis": .integer(order.axis(axis))])
      }
    case .broadcast:
      let x = try name(of: step.operands[0])
      set(result, graph.add("Expand", [x, batchShape(result.shape)]))
    case .transpose(let axes): set(result, try permuted(step.operands[0], axes))
    case .slice(let box): try slice(box, step)
    case .place(let box): try place(box, step)
    case .upsample(let factor):
      let scales = graph.numbers([1, 1, Float(factor), Float(factor)], name: "scales")
      let doubled = graph.add(
        "Resize",
        [try name(of: step.operands[0], as: .channelsFirst), "", scales],
        [
          "mode": .text("nearest"), "coordinate_transformation_mode": .text("asymmetric"),
          "nearest_mode": .text("floor"),
        ]
      )
      set(result, doubled, .channelsFirst)
    case .matrixProduct(let left, let right): try product(step, left, right)
    case .convolution(let geometry): try convolution(geometry, step)
    case .convolutionInputGradient(let geometry): try transposedConvolution(geometry, step)
    case .maximumPool(let geometry): try pool(geometry, step)
    case .normalize: try normalization(step)
    case .random, .isFinite, .resample, .resampleGradient, .convolutionWeightGradient, .pick,
      .scatterAdd, .leakyReLUGradient:
      throw unwritten(step)
    // Taken apart before.
    case .upsampleGradient, .mixChannels, .convolutionBiasGradient, .upsampledConvolution,
      .moments, .normalizationSums, .normalizationGradient, .addNoise, .rectifiedPass, .update:
      throw unwritten(step)
    }
  }

  func unwritten(_ step: Step) -> ONNXProblem { .operation(step.operation.name) }

  /// Writes an operation that takes its only operand in the order in which it lies.
  mutating func inAnyOrder(
    _ step: Step,
    _ write: (inout ONNXGraph, String) -> String
  ) throws(ONNXProblem) {
    try inOrder(step) { graph, names, _ in write(&graph, names[0]) }
  }

  /// Writes an operation that takes all operands, of one rank, in the same order: that in which one of them lies.
  mutating func inOrder(
    _ step: Step,
    _ write: (inout ONNXGraph, [String], Order) -> String
  ) throws(ONNXProblem) {
    let order = commonOrder(step.operands)
    var names: [String] = []
    for operand in step.operands { names.append(try name(of: operand, as: order)) }
    set(step.results[0], write(&graph, names, order), order)
  }

  /// That of convolutions, if there is an image among the operands that lies in it.
  private func commonOrder(_ operands: [Operand]) -> Order {
    let isFirst = operands.contains { operand in
      operand.shape.count == 4 && constant(operand) == nil && order(of: operand) == .channelsFirst
    }
    return isFirst ? .channelsFirst : .channelsLast
  }

  private mutating func binary(_ function: BinaryFunction, _ step: Step) throws(ONNXProblem) {
    let type: String
    switch function {
    case .add: type = "Add"
    case .subtract: type = "Sub"
    case .multiply: type = "Mul"
    case .divide: type = "Div"
    case .maximum: type = "Max"
    case .isEqual: type = "Equal"
    // Taken apart before.
    case .addScaled, .interpolate, .tanhGradient, .logisticGradient: throw unwritten(step)
    }
    let order = commonOrder(step.operands)
    var names: [String] = []
    for operand in step.operands {
      // Shapes are aligned at the last axis, which is another one in the other order.
      let missing = order == .channelsFirst ? 4 - operand.shape.count : 0
      let shape = [Length](repeating: .fixed(1), count: missing) + operand.shape
      names.append(try name(of: Operand(value: operand.value, shape: shape), as: order))
    }
    let result = graph.add(type, names)
    set(step.results[0], function == .isEqual ? asNumber(result) : result, order)
  }

  private mutating func unary(_ function: UnaryFunction, _ step: Step) throws(ONNXProblem) {
    try inAnyOrder(step) { graph, x in
      switch function {
      case .negate: graph.add("Neg", [x])
      case .absolute: graph.add("Abs", [x])
      case .sign: graph.add("Sign", [x])
      case .squareRoot: graph.add("Sqrt", [x])
      case .exponential: graph.add("Exp", [x])
      case .logarithm: graph.add("Log", [x])
      case .tanh: graph.add("Tanh", [x])
      case .logistic: graph.add("Sigmoid", [x])
      case .softplus: graph.add("Softplus", [x])
      case .plus(let c): graph.add("Add", [x, graph.number(c)])
      case .subtracted(let c): graph.add("Sub", [graph.number(c), x])
      case .times(let c): graph.add("Mul", [x, graph.number(c)])
      case .divided(let c): graph.add("Div", [x, graph.number(c)])
      case .dividing(let c): graph.add("Div", [graph.number(c), x])
      case .clamp(let low, let high):
        graph.add("Clip", [x, graph.number(low), graph.number(high)])
      case .isInside(let low, let high):
        graph.add(
          "Cast",
          [
            graph.add(
              "And",
              [
                graph.add("GreaterOrEqual", [x, graph.number(low)]),
                graph.add("LessOrEqual", [x, graph.number(high)]),
              ]
            )
          ],
          ["to": .integer(ONNXModel.ElementType.float.rawValue)]
        )
      case .isAtLeast(let c):
        graph.add(
          "Cast",
          [graph.add("GreaterOrEqual", [x, graph.number(c)])],
          ["to": .integer(ONNXModel.ElementType.float.rawValue)]
        )
      case .inverseSquareRoot(let c):
        graph.add(
          "Reciprocal",
          [graph.add("Sqrt", [graph.add("Add", [x, graph.number(c)])])]
        )
      }
    }
  }

  /// 1 for true, 0 for false.
  private mutating func asNumber(_ truth: String) -> String {
    graph.add("Cast", [truth], ["to": .integer(ONNXModel.ElementType.float.rawValue)])
  }
}

extension ONNXWriter.Order {
  /// Where an axis of Forger's images is in this order.
  func axis(_ axis: Int) -> Int {
    self == .channelsLast ? axis : [0, 2, 3, 1][axis]
  }

  /// An axis's number of a list, in this order: `values` are by Forger's axes.
  func permuted<Value>(_ values: [Value]) -> [Value] {
    self == .channelsLast ? values : [0, 3, 1, 2].map { values[$0] }
  }
}
