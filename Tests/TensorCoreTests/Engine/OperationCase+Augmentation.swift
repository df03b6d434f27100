import TensorCore

extension OperationCase {
  /// Where images are looked up: where they are, shifted by whole pixels, mirrored, turned, scaled, far away
  /// and nowhere.
  private static let places: [[Float]] = [
    [1, 0, 0, 0, 1, 0], [1, 0, 2, 0, 1, -1], [1, 0, -9, 0, 1, 0], [1, 0, 0, 0, -1, 4],
    [0, 1, 0, -1, 0, 3], [1, 0, 0.25, 0, 1, -0.5], [0.8, 0.6, 0.3, -0.6, 0.8, 1.7],
    [2, 0.1, -3, 0.2, 0.5, 1], [0, 0, 1.5, 0, 0, 0.5], [1, 0, 1e9, 0, 1, 0],
    [1, 0, 0, 0, .nan, 0],
  ]

  /// Sizes of images, the first a single pixel.
  private static let sizes: [(Int, Int, Int)] = [(1, 1, 1), (4, 5, 3), (7, 3, 1), (5, 1, 2)]

  private static let mixtures: [(Shape, Int)] = [
    ([1, 1], 1), ([3, 7, 5, 3], 3), ([2, 9, 1], 1), ([2, 3, 4, 5], 2), ([5, 3], 3),
    ([1, 40, 2], 17),
  ]

  static let augmentations: [OperationCase] = {
    var cases: [OperationCase] = []
    for kernel in [.linear, .cubic] as [Resampling.Kernel] {
      for edges in [.zeros, .reflected] as [Resampling.Edges] {
        let resampling = Resampling(kernel, edges: edges)
        for (height, width, channels) in sizes {
          let given = Sample.given(places.flatMap(\.self), [places.count, 2, 3])
          let images = Sample.numbers([places.count, height, width, channels])
          cases.append(OperationCase(.resample(resampling), images, given))
          cases.append(OperationCase(.resampleGradient(resampling), images, given))
        }
      }
    }
    for (x, columns) in mixtures {
      let matrices: Shape = [x[0], x[-1], columns]
      cases.append(OperationCase(.mixChannels, of: x, matrices))
      cases.append(OperationCase(.mixChannels, of: x, matrices, [x[0], columns]))
    }
    return cases
  }()
}
