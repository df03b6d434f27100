import TensorCore

extension OperationCase {
  static let reductions: [OperationCase] =
    ([
      ([], []), ([5], [0]), ([1, 1], [1]), ([3, 4], []), ([3, 4], [0]), ([3, 4], [1]),
      ([3, 4], [0, 1]), ([2, 3, 4], [1]), ([2, 3, 5], [0, 2]), ([2, 3, 4, 5], [1, 3]),
      ([3, 2, 2, 17], [0, 1, 2]), ([600, 3], [0]), ([2, 600, 3], [1]), ([40_000], [0]),
      ([0, 3], [0]),
    ] as [(Shape, [Int])]).map { OperationCase(.sum(axes: $0.1), of: $0.0) }
    + ([([5], 0), ([3, 4], 0), ([3, 4], 1), ([2, 3, 9], 1), ([1, 1], 0)] as [(Shape, Int)]).map {
      OperationCase(.maximum(axis: $0.1), of: $0.0)
    }
    + (0..<3).map { place in
      var numbers: [Float] = [1, -2, 3]
      numbers[place] = .nan
      return OperationCase(.maximum(axis: 0), .given(numbers, [3]))
    }

  static let moves: [OperationCase] =
    ([
      ([], [2, 3]), ([3], [2, 3]), ([2, 1], [2, 5]), ([1, 1], [1, 1]), ([2, 1, 3, 1], [2, 4, 3, 9]),
      ([4, 1, 7], [3, 4, 2, 7]),
    ] as [(Shape, Shape)]).map { OperationCase(.broadcast(to: $0.1), of: $0.0) }
    + ([
      ([5], [0]), ([3, 7], [1, 0]), ([1, 9], [1, 0]), ([2, 3, 5], [2, 0, 1]),
      ([2, 3, 4, 5], [0, 3, 1, 2]), ([3, 3, 2, 9], [3, 2, 1, 0]),
    ] as [(Shape, [Int])]).map { OperationCase(.transpose($0.1), of: $0.0) }
    + boxes.flatMap { box in
      [
        OperationCase(.slice(box), of: box.outer),
        OperationCase(.place(box), of: Shape(box.sizes)),
      ]
    }
    + [
      OperationCase(.concatenate(axis: 0), of: [3]),
      OperationCase(.concatenate(axis: 0), of: [1, 1], [2, 1]),
      OperationCase(.concatenate(axis: 1), of: [3, 2], [3, 5], [3, 1]),
      OperationCase(.concatenate(axis: 3), of: [1, 3, 2, 9], [1, 3, 2, 1]),
      OperationCase(.concatenate(axis: 1), of: [2, 0, 3], [2, 4, 3]),
    ]
    + ([([1, 1, 1, 1], 2), ([1, 3, 2, 5], 2), ([2, 2, 4, 9], 3), ([3, 2, 3, 1], 1)]
      as [(Shape, Int)]).flatMap { shape, factor in
        [
          OperationCase(.upsample(factor: factor), of: shape),
          OperationCase(
            .upsampleGradient(factor: factor),
            of: [shape[0], shape[1] * factor, shape[2] * factor, shape[3]]
          ),
        ]
      }

  private static let boxes = [
    IndexBox(starts: [1], steps: [2], sizes: [3], outer: [7]),
    IndexBox(starts: [0, 2], steps: [1, 1], sizes: [3, 5], outer: [3, 9]),
    IndexBox(starts: [1, 0, 1], steps: [1, 3, 2], sizes: [2, 1, 4], outer: [3, 2, 9]),
    IndexBox(starts: [0, 1, 1, 0], steps: [1, 2, 1, 1], sizes: [2, 2, 3, 8], outer: [2, 4, 5, 8]),
    IndexBox(starts: [0, 0], steps: [1, 1], sizes: [2, 0], outer: [2, 3]),
  ]
}
