import TensorCore

/// An array of Doubles with named-by-position axes: what naive references compute with.
struct ReferenceArray {
  let shape: [Int]
  var values: [Double]

  init(_ tensor: Tensor) {
    shape = tensor.shape.dimensions
    values = tensor.scalars.map(Double.init)
  }

  init(zeros shape: [Int]) {
    self.shape = shape
    values = [Double](repeating: 0, count: shape.reduce(1, *))
  }

  /// The array whose element at each index is `value(index)`.
  init(shape: [Int], _ value: ([Int]) -> Double) {
    self.shape = shape
    values = Self.indices(of: shape).map(value)
  }

  /// All indices of a shape in row-major order.
  static func indices(of shape: [Int]) -> [[Int]] {
    shape.reduce([[]]) { prefixes, length in
      prefixes.flatMap { prefix in (0..<length).map { prefix + [$0] } }
    }
  }

  subscript(index: [Int]) -> Double {
    get { values[place(of: index)] }
    set { values[place(of: index)] = newValue }
  }

  /// The element that broadcasting shows at an index of a larger shape.
  func stretched(at index: [Int]) -> Double {
    let own = index.suffix(shape.count)
    return self[zip(own, shape).map { $1 == 1 ? 0 : $0 }]
  }

  /// `function` of each pair of elements of two arrays that broadcast to `shape`.
  static func broadcasting(
    _ a: ReferenceArray,
    _ b: ReferenceArray,
    to shape: [Int],
    _ function: (Double, Double) -> Double
  ) -> ReferenceArray {
    ReferenceArray(shape: shape) { function(a.stretched(at: $0), b.stretched(at: $0)) }
  }

  /// The elements grouped by the index that is left without `axes`, which keep a length of 1.
  func groups(along axes: Set<Int>) -> (shape: [Int], groups: [[Double]]) {
    let kept = shape.enumerated().map { axes.contains($0.offset) ? 1 : $0.element }
    var result = ReferenceArray(zeros: kept)
    var groups = [[Double]](repeating: [], count: result.values.count)
    for index in Self.indices(of: shape) {
      let target = index.enumerated().map { axes.contains($0.offset) ? 0 : $0.element }
      groups[result.place(of: target)].append(self[index])
    }
    result.values = []
    return (kept, groups)
  }

  private func place(of index: [Int]) -> Int {
    zip(index, shape).reduce(0) { $0 * $1.1 + $1.0 }
  }
}
