internal import TensorCore

/// Products, convolutions, pooling, normalization and moves.
extension ONNXWriter {
  mutating func product(_ step: Step, _ left: Bool, _ right: Bool) throws(ONNXProblem) {
    let operands = step.operands
    if operands[0].shape.count == 2 {
      var names: [String] = []
      for operand in operands { names.append(try name(of: operand)) }
      let product = graph.add(
        "Gemm",
        names,
        ["transA": .integer(left ? 1 : 0), "transB": .integer(right ? 1 : 0)]
      )
      set(step.results[0], product)
      return
    }
    let rank = operands[0].shape.count
    let swapped = Array(0..<rank - 2) + [rank - 1, rank - 2]
    let a = left ? try permuted(operands[0], swapped) : try name(of: operands[0])
    let b = right ? try permuted(operands[1], swapped) : try name(of: operands[1])
    var product = graph.add("MatMul", [a, b])
    if operands.count > 2 { product = graph.add("Add", [product, try name(of: operands[2])]) }
    set(step.results[0], product)
  }

  mutating func convolution(
    _ geometry: ConvolutionGeometry,
    _ step: Step
  ) throws(ONNXProblem) {
    var x = try name(of: step.operands[0], as: .channelsFirst)
    let after = geometry.paddingAfter
    if min(after.vertical, after.horizontal) < 0 {
      // What the kernel does not reach is cut off.
      let ends = [min(after.vertical, 0), min(after.horizontal, 0)].map {
        $0 < 0 ? $0 : Int(Int32.max)
      }
      x = graph.add(
        "Slice",
        [x, graph.integers([0, 0]), graph.integers(ends), graph.integers([2, 3])]
      )
    }
    var names = [x, try permuted(step.operands[1], [3, 2, 0, 1])]
    if step.operands.count > 2 { names.append(try name(of: step.operands[2])) }
    let result = graph.add(
      "Conv",
      names,
      [
        "kernel_shape": .integers(geometry.kernel.list),
        "strides": .integers(geometry.stride.list),
        "dilations": .integers(geometry.dilation.list),
        "pads": .integers(geometry.paddingBefore.list + after.list.map { max($0, 0) }),
        "group": .integer(geometry.groups),
      ]
    )
    set(step.results[0], result, .channelsFirst)
  }

  /// The convolution's transpose, from its output's size to its input's.
  mutating func transposedConvolution(
    _ geometry: ConvolutionGeometry,
    _ step: Step
  ) throws(ONNXProblem) {
    let after = geometry.paddingAfter.list
    let result = graph.add(
      "ConvTranspose",
      [
        try name(of: step.operands[0], as: .channelsFirst),
        try permuted(step.operands[1], [3, 2, 0, 1]),
      ],
      [
        "kernel_shape": .integers(geometry.kernel.list),
        "strides": .integers(geometry.stride.list),
        "dilations": .integers(geometry.dilation.list),
        "pads": .integers(geometry.paddingBefore.list + after.map { max($0, 0) }),
        "output_padding": .integers(after.map { max(-$0, 0) }),
        "group": .integer(geometry.groups),
      ]
    )
    set(step.results[0], result, .channelsFirst)
  }

  mutating func pool(_ geometry: ConvolutionGeometry, _ step: Step) throws(ONNXProblem) {
    let after = geometry.paddingAfter.list
    // The places of the largest values are counted otherwise there.
    guard !step.usedResults[1], after.allSatisfy({ $0 >= 0 }) else { throw unwritten(step) }
    let result = graph.add(
      "MaxPool",
      [try name(of: step.operands[0], as: .channelsFirst)],
      [
        "kernel_shape": .integers(geometry.kernel.list),
        "strides": .integers(geometry.stride.list),
        "dilations": .integers(geometry.dilation.list),
        "pads": .integers(geometry.paddingBefore.list + after),
      ]
    )
    set(step.results[0], result, .channelsFirst)
  }

  /// (x − μ)·scale + shift: ONNX's batch normalization with a variance of 1 and nothing added to it.
  mutating func normalization(_ step: Step) throws(ONNXProblem) {
    let x = step.operands[0]
    let order: Order = x.shape.count == 4 ? .channelsFirst : .channelsLast
    let channels = x.shape[x.shape.count - 1]
    let statistics = step.operands.dropFirst()
    guard [2, 4].contains(x.shape.count), statistics.allSatisfy({ constant($0) != nil }) else {
      var result = try name(of: x)
      for (type, operand) in zip(["Sub", "Mul", "Add"], statistics) {
        let row = Operand(value: operand.value, shape: [channels])
        result = graph.add(type, [result, try name(of: row)])
      }
      set(step.results[0], result)
      return
    }
    var rows: [String] = []
    for operand in statistics {
      rows.append(try name(of: Operand(value: operand.value, shape: [channels])))
    }
    let count = channels.fixed ?? 1
    let ones = graph.numbers([Float](repeating: 1, count: count), name: "ones")
    let result = graph.add(
      "BatchNormalization",
      [try name(of: x, as: order), rows[1], rows[2], rows[0], ones],
      ["epsilon": .number(0)]
    )
    set(step.results[0], result, order)
  }

  mutating func slice(_ box: IndexBox, _ step: Step) throws(ONNXProblem) {
    let (from, to) = (step.operands[0].shape, step.results[0].shape)
    let axes = from.indices.filter { from[$0] != to[$0] || box.starts[$0] != 0 }
    guard axes.allSatisfy({ from[$0].fixed != nil && to[$0].fixed != nil }) else {
      throw .shapeOfBatches
    }
    try inOrder(step) { graph, names, order in
      let ends = axes.map { box.starts[$0] + (box.sizes[$0] - 1) * box.steps[$0] + 1 }
      let lists = [
        axes.map { box.starts[$0] }, ends, axes.map(order.axis), axes.map { box.steps[$0] },
      ]
      return graph.add("Slice", names + lists.map { graph.integers($0) })
    }
  }

  mutating func place(_ box: IndexBox, _ step: Step) throws(ONNXProblem) {
    let (from, to) = (step.operands[0].shape, step.results[0].shape)
    let isWhole = from.indices.map { from[$0] == to[$0] && box.starts[$0] == 0 }
    guard from.indices.allSatisfy({ isWhole[$0] || box.steps[$0] == 1 && to[$0].fixed != nil })
    else { throw unwritten(step) }
    try inOrder(step) { graph, names, order in
      let after = from.indices.map { axis in
        isWhole[axis] ? 0 : box.outer[axis] - box.starts[axis] - box.sizes[axis]
      }
      let pads = order.permuted(box.starts) + order.permuted(after)
      return graph.add("Pad", names + [graph.integers(pads), graph.number(0)])
    }
  }
}

extension ConvolutionGeometry.Pair {
  /// Both numbers.
  fileprivate var list: [Int] { [vertical, horizontal] }
}
