import Preconditions

/// The length of each axis of a tensor, outermost first; empty for a scalar.
public struct Shape: Hashable, Sendable {
  /// The length of each axis.
  public let dimensions: [Int]
  /// The number of elements: the product of the lengths, 1 for a scalar.
  public let elementCount: Int

  /// A shape of the given lengths.
  ///
  /// - Precondition: No length is negative, and their product is a number that memory can hold.
  public init(_ dimensions: [Int]) {
    var count = 1
    for length in dimensions {
      require(length >= 0, "Shape: negative length in \(dimensions)")
      let (product, overflows) = count.multipliedReportingOverflow(by: length)
      require(!overflows && product < 1 << 48, "Shape: \(dimensions) is too large")
      count = product
    }
    self.dimensions = dimensions
    elementCount = count
  }

  /// The number of axes.
  public var rank: Int { dimensions.count }

  /// The length of an axis; negative axes count from the end, -1 being the last.
  public subscript(axis: Int) -> Int { dimensions[resolved(axis)] }

  /// Axis `axis` counted from the front.
  ///
  /// - Precondition: `axis` is in `-rank..<rank`.
  public func resolved(_ axis: Int) -> Int {
    require(
      axis >= -rank && axis < rank,
      "Shape: no axis \(axis) in \(self) of rank \(rank)"
    )
    return axis < 0 ? axis + rank : axis
  }

  /// The distance in memory between neighbors along each axis, for contiguous values.
  var strides: [Int] {
    var strides = [Int](repeating: 1, count: rank)
    for axis in stride(from: rank - 2, through: 0, by: -1) {
      strides[axis] = strides[axis + 1] * dimensions[axis + 1]
    }
    return strides
  }

  /// The shape that both broadcast to: aligned at the last axis, an axis of length 1 stretches.
  ///
  /// Source: NumPy's user guide, "Broadcasting".
  /// - Precondition: The lengths of each pair of axes are equal or one of them is 1.
  public func broadcast(with other: Shape, in operation: StaticString = "broadcast") -> Shape {
    if self == other { return self }
    let rank = max(self.rank, other.rank)
    var result = [Int](repeating: 1, count: rank)
    for axis in 1...max(rank, 1) where rank > 0 {
      let left = axis <= self.rank ? dimensions[self.rank - axis] : 1
      let right = axis <= other.rank ? other.dimensions[other.rank - axis] : 1
      require(
        left == right || left == 1 || right == 1,
        "\(operation): shapes \(self) and \(other) do not broadcast"
      )
      result[rank - axis] = left == 1 ? right : left
    }
    return Shape(result)
  }
}

extension Shape: ExpressibleByArrayLiteral {
  /// A shape of the lengths listed.
  public init(arrayLiteral elements: Int...) { self.init(elements) }
}

extension Shape: CustomStringConvertible {
  /// As in code: "[50, 32, 32, 3]".
  public var description: String { "\(dimensions)" }
}
