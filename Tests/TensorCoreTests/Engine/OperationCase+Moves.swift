import TensorCore

extension OperationCase {
  private static let sums: [(Shape, [Int])] = [
    ([], []), ([5], [0]), ([1, 1], [1]), ([3, 4], []), ([3, 4], [0]), ([3, 4], [1]),
    ([3, 4], [0, 1]), ([2, 3, 4], [1]), ([2, 3, 5], [0, 2]), ([2, 3, 4, 5], [1, 3]),
    ([3, 2, 2, 17], [0, 1, 2]), ([600, 3], [0]), ([2, 600, 3], [1]), ([40_000], [0]),
    ([0, 3], [0]),
  ]

  private static let maxima: [(Shape, Int)] = [
    ([5], 0), ([3, 4], 0), ([3, 4], 1), ([2, 3, 9], 1), ([1, 1], 0),
  ]

  static let reductions: [OperationCase] = {
    var cases = sums.map { shape, axes in OperationCase(.sum(axes: axes), of: shape) }
    cases += maxima.map { shape, axis in OperationCase(.maximum(axis: axis), of: shape) }
    for place in 0..<3 {
      var numbers: [Float] = [1, -2, 3]
      numbers[place] = .nan
      cases.append(OperationCase(.maximum(axis: 0), [.given(numbers, [3])]))
    }
    return cases
  }()

  private static let broadcasts: [(Shape, Shape)] = [
    ([], [2, 3]), ([3], [2, 3]), ([2, 1], [2, 5]), ([1, 1], [1, 1]), ([2, 1, 3, 1], [2, 4, 3, 9]),
    ([4, 1, 7], [3, 4, 2, 7]),
  ]

  private static let transposes: [(Shape, [Int])] = [
    ([5], [0]), ([3, 7], [1, 0]), ([1, 9], [1, 0]), ([2, 3, 5], [2, 0, 1]),
    ([2, 3, 4, 5], [0, 3, 1, 2]), ([3, 3, 2, 9], [3, 2, 1, 0]),
  ]

  private static let joined: [(axis: Int, shapes: [Shape])] = [
    (0, [[3]]), (0, [[1, 1], [2, 1]]), (1, [[3, 2], [3, 5], [3, 1]]),
    (3, [[1, 3, 2, 9], [1, 3, 2, 1]]), (1, [[2, 0, 3], [2, 4, 3]]),
  ]

  private static let enlarged: [(Shape, Int)] = [
    ([1, 1, 1, 1], 2), ([1, 3, 2, 5], 2), ([2, 2, 4, 9], 3), ([3, 2, 3, 1], 1),
  ]

  static let moves: [OperationCase] = {
    var cases = broadcasts.map { from, to in OperationCase(.broadcast(to: to), of: from) }
    cases += transposes.map { shape, axes in OperationCase(.transpose(axes), of: shape) }
    for box in boxes {
      cases.append(OperationCase(.slice(box), of: box.outer))
      cases.append(OperationCase(.place(box), of: Shape(box.sizes)))
    }
    cases += joined.map { axis, shapes in
      OperationCase(.concatenate(axis: axis), shapes.map { .numbers($0) })
    }
    for (shape, factor) in enlarged {
      let large: Shape = [shape[0], shape[1] * factor, shape[2] * factor, shape[3]]
      cases.append(OperationCase(.upsample(factor: factor), of: shape))
      cases.append(OperationCase(.upsampleGradient(factor: factor), of: large))
    }
    return cases
  }()

  private static let boxes = [
    IndexBox(starts: [1], steps: [2], sizes: [3], outer: [7]),
    IndexBox(starts: [0, 2], steps: [1, 1], sizes: [3, 5], outer: [3, 9]),
    IndexBox(starts: [1, 0, 1], steps: [1, 3, 2], sizes: [2, 1, 4], outer: [3, 2, 9]),
    IndexBox(
      starts: [0, 1, 1, 0],
      steps: [1, 2, 1, 1],
      sizes: [2, 2, 3, 8],
      outer: [2, 4, 5, 8]
    ),
    IndexBox(starts: [0, 0], steps: [1, 1], sizes: [2, 0], outer: [2, 3]),
  ]
}
