import Preconditions

extension Operation {
  /// The types of the operation's results for operands of the given shapes.
  ///
  /// - Precondition: There are as many operands as the operation takes, and their shapes fit.
  public func outputs(of shapes: [Shape]) -> [ValueType] {
    switch self {
    case .fill(_, let shape), .random(_, let shape):
      check(shapes, 0...0, fits: true)
      return [ValueType(shape)]
    case .unary:
      check(shapes, 1...1, fits: true)
      return [ValueType(shapes[0])]
    case .binary:
      check(shapes, 2...2, fits: true)
      return [ValueType(shapes[0].broadcast(with: shapes[1]))]
    case .isFinite:
      check(shapes, 1...1, fits: true)
      return [ValueType([])]
    case .sum, .maximum: return [ValueType(reducedShape(shapes))]
    case .broadcast, .transpose, .slice, .place, .concatenate, .upsample, .upsampleGradient:
      return [ValueType(movedShape(shapes))]
    case .matrixProduct(let left, let right):
      check(shapes, 2...3, fits: true)
      let geometry = MatrixProductGeometry(
        shapes[0],
        shapes[1],
        transposesLeft: left,
        transposesRight: right
      )
      check(shapes, 2...3, fits: shapes.count == 2 || shapes[2] == [geometry.columns])
      return [ValueType(geometry.productShape)]
    case .convolution, .convolutionInputGradient, .convolutionWeightGradient,
      .upsampledConvolution:
      return [ValueType(convolvedShape(shapes))]
    case .convolutionBiasGradient(let geometry):
      check(shapes, 2...2, fits: shapes == [geometry.inputShape, geometry.outputShape])
      return [ValueType([geometry.output.channels])]
    case .maximumPool(let geometry):
      check(shapes, 1...1, fits: shapes.first == geometry.inputShape)
      return [ValueType(geometry.outputShape), ValueType(geometry.outputShape, .index)]
    case .pick:
      check(shapes, 2...2, fits: true)
      return [ValueType(shapes[1])]
    case .scatterAdd(let shape):
      check(shapes, 2...2, fits: shapes.count == 2 && shapes[0] == shapes[1])
      return [ValueType(shape)]
    case .moments, .normalize, .normalizationSums, .normalizationGradient:
      return normalizedTypes(shapes)
    case .leakyReLU:
      check(shapes, 1...1, fits: true)
      return [ValueType(shapes[0]), ValueType(shapes[0], .bit)]
    case .leakyReLUGradient:
      check(shapes, 2...2, fits: shapes.count == 2 && shapes[0] == shapes[1])
      return [ValueType(shapes[0])]
    case .addNoise(let noise):
      let count = noise.source == .given ? 2 : 1
      check(shapes, count...count, fits: shapes.allSatisfy { $0 == shapes[0] })
      return [ValueType(shapes[0])]
    case .rectifiedPass(let parts, let noise, _):
      let statistics = parts == nil ? 0 : 3
      let count = 1 + statistics + (noise?.source == .given ? 1 : 0)
      check(shapes, count...count, fits: true)
      if let parts { _ = Operation.normalize(parts: parts).outputs(of: Array(shapes.prefix(4))) }
      return [ValueType(shapes[0]), ValueType(shapes[0], .bit)]
    case .update(let update):
      let count = 2 + update.slotCount
      check(shapes, count...count, fits: shapes.allSatisfy { $0 == shapes[0] })
      return shapes.indices.filter { $0 != 1 }.map { ValueType(shapes[$0]) }
    }
  }

  private func reducedShape(_ shapes: [Shape]) -> Shape {
    check(shapes, 1...1, fits: true)
    let axes: [Int]
    switch self {
    case .sum(let summed): axes = summed
    case .maximum(let axis):
      axes = [axis]
      check(shapes, 1...1, fits: shapes[0].rank > axis && shapes[0].dimensions[axis] > 0)
    default: axes = []
    }
    check(
      shapes,
      1...1,
      fits: axes.allSatisfy { (0..<shapes[0].rank).contains($0) }
        && zip(axes, axes.dropFirst()).allSatisfy { $0 < $1 }
    )
    var sizes = shapes[0].dimensions
    for axis in axes { sizes[axis] = 1 }
    return Shape(sizes)
  }

  private func movedShape(_ shapes: [Shape]) -> Shape {
    if case .concatenate(let axis) = self { return concatenatedShape(shapes, axis) }
    check(shapes, 1...1, fits: true)
    let shape = shapes[0]
    switch self {
    case .broadcast(let target):
      check(
        shapes,
        1...1,
        fits: shape.rank <= target.rank && shape.broadcast(with: target) == target
      )
      return target
    case .transpose(let axes):
      check(shapes, 1...1, fits: axes.sorted() == Array(0..<shape.rank))
      return Shape(axes.map { shape.dimensions[$0] })
    case .slice(let box):
      check(shapes, 1...1, fits: shape == box.outer)
      return Shape(box.sizes)
    case .place(let box):
      check(shapes, 1...1, fits: shape == Shape(box.sizes))
      return box.outer
    case .upsample(let factor):
      check(shapes, 1...1, fits: shape.rank == 4 && factor > 0)
      return [shape[0], shape[1] * factor, shape[2] * factor, shape[3]]
    case .upsampleGradient(let factor):
      check(
        shapes,
        1...1,
        fits: shape.rank == 4 && factor > 0 && shape[1] % factor == 0 && shape[2] % factor == 0
      )
      return [shape[0], shape[1] / factor, shape[2] / factor, shape[3]]
    default: return shape
    }
  }

  private func concatenatedShape(_ shapes: [Shape], _ axis: Int) -> Shape {
    check(shapes, 1...Int.max, fits: shapes.allSatisfy { (0..<$0.rank).contains(axis) })
    var sizes = shapes[0].dimensions
    sizes[axis] = 0
    let rest = sizes
    for shape in shapes {
      var other = shape.dimensions
      other[axis] = 0
      check(shapes, 1...Int.max, fits: other == rest)
      sizes[axis] += shape.dimensions[axis]
    }
    return Shape(sizes)
  }

  private func convolvedShape(_ shapes: [Shape]) -> Shape {
    let geometry: ConvolutionGeometry
    let pass: ConvolutionPass
    let input: Shape
    switch self {
    case .convolution(let g): (geometry, pass, input) = (g, .forward, g.inputShape)
    case .convolutionInputGradient(let g):
      (geometry, pass, input) = (g, .inputGradient, g.inputShape)
    case .convolutionWeightGradient(let g):
      (geometry, pass, input) = (g, .weightGradient, g.inputShape)
    case .upsampledConvolution(let g, let of):
      (geometry, pass, input) = (g, of, g.halvedInputShape)
    default: fatalError("\(name) is no convolution")
    }
    let expected: [Shape]
    let result: Shape
    switch pass {
    case .forward: (expected, result) = ([input, geometry.weightShape], geometry.outputShape)
    case .inputGradient:
      (expected, result) = ([geometry.outputShape, geometry.weightShape], input)
    case .weightGradient:
      (expected, result) = ([input, geometry.outputShape], geometry.weightShape)
    }
    let most = pass == .forward ? 3 : 2
    check(
      shapes,
      2...most,
      fits: Array(shapes.prefix(2)) == expected
        && shapes.dropFirst(2).allSatisfy { $0 == [geometry.output.channels] }
    )
    return result
  }

  private func normalizedTypes(_ shapes: [Shape]) -> [ValueType] {
    let parts: Int
    let count: Int
    switch self {
    case .moments(let of): (parts, count) = (of, 1)
    case .normalize(let of): (parts, count) = (of, 4)
    case .normalizationSums(let of, let slope): (parts, count) = (of, slope == nil ? 3 : 4)
    case .normalizationGradient(let of, let slope): (parts, count) = (of, slope == nil ? 6 : 7)
    default: fatalError("\(name) is no normalization")
    }
    check(shapes, count...count, fits: parts > 0 && shapes[0].rank > 0)
    let x = shapes[0]
    let statistics: Shape = [parts, x[-1]]
    switch self {
    case .moments:
      check(shapes, 1...1, fits: x.elementCount > 0 && x[0] % parts == 0)
      return [ValueType(statistics), ValueType(statistics)]
    case .normalize:
      check(
        shapes,
        4...4,
        fits: shapes[1] == statistics && shapes[2] == statistics && shapes[3] == [x[-1]]
      )
      return [ValueType(x)]
    case .normalizationSums(_, let slope):
      check(
        shapes,
        count...count,
        fits: shapes[1] == x && shapes[2] == statistics && (slope == nil || shapes[3] == x)
      )
      return [ValueType(statistics), ValueType(statistics)]
    default:
      check(
        shapes,
        count...count,
        fits: shapes[1] == x && shapes[2...5].allSatisfy { $0 == statistics }
          && (count == 6 || shapes[6] == x)
      )
      return [ValueType(x)]
    }
  }

  private func check(_ shapes: [Shape], _ counts: ClosedRange<Int>, fits: @autoclosure () -> Bool) {
    require(
      counts.contains(shapes.count) && fits(),
      "\(name): operands of \(shapes) do not fit \(self)"
    )
  }
}
