import Preconditions
public import TensorCore

/// A value in `Double` with its shape: what the reference interpreter computes with.
///
/// Bits are 0 and 1, indices whole numbers.
public struct ReferenceValue: Sendable {
  /// The length of each axis.
  public let shape: Shape
  /// The elements, in row-major order.
  public var values: [Double]

  /// A value of given elements.
  ///
  /// - Precondition: There are as many as the shape has.
  public init(_ values: [Double], shape: Shape) {
    require(values.count == shape.elementCount, "\(values.count) values in shape \(shape)")
    self.shape = shape
    self.values = values
  }

  /// The same number everywhere.
  public init(repeating number: Double, shape: Shape) {
    self.init([Double](repeating: number, count: shape.elementCount), shape: shape)
  }

  /// The value whose element at each index is `element(index)`.
  public init(shape: Shape, _ element: ([Int]) -> Double) {
    var values: [Double] = []
    values.reserveCapacity(shape.elementCount)
    shape.forEachIndex { values.append(element($0)) }
    self.init(values, shape: shape)
  }

  /// A tensor's elements.
  public init(_ tensor: Tensor) {
    self.init(tensor.scalars.map(Double.init), shape: tensor.shape)
  }

  /// The same elements in another shape.
  public func seen(as shape: Shape) -> Self { Self(values, shape: shape) }

  /// `function` of each element.
  public func map(_ function: (Double) -> Double) -> Self {
    Self(values.map(function), shape: shape)
  }

  /// The element at an index.
  public subscript(index: [Int]) -> Double {
    get { values[place(of: index)] }
    set { values[place(of: index)] = newValue }
  }

  /// The element that broadcasting shows at an index of a larger shape.
  public func stretched(at index: [Int]) -> Double {
    var place = 0
    let missing = index.count - shape.rank
    for axis in 0..<shape.rank {
      let length = shape.dimensions[axis]
      place = place * length + (length == 1 ? 0 : index[missing + axis])
    }
    return values[place]
  }

  private func place(of index: [Int]) -> Int {
    var place = 0
    for axis in 0..<shape.rank { place = place * shape.dimensions[axis] + index[axis] }
    return place
  }
}

extension Shape {
  /// Calls `body` with every index, in row-major order.
  func forEachIndex(_ body: ([Int]) -> Void) {
    var index = [Int](repeating: 0, count: rank)
    for _ in 0..<elementCount {
      body(index)
      for axis in (0..<rank).reversed() {
        index[axis] += 1
        if index[axis] < dimensions[axis] { break }
        index[axis] = 0
      }
    }
  }
}
