extension StateReader {
  /// The elements of a `float32` array with a shape, all finite.
  ///
  /// - Throws: `FileProblem` if there is no such array.
  public func floats(_ name: String, shape: [Int]) throws(FileProblem) -> [Float] {
    let expected = "float32 of shape \(shape)"
    let array = try array(name, expected: expected)
    guard case .float32(let values) = array.elements, array.shape == shape else {
      throw problem(name, found: "is \(array.summary)", expected: expected)
    }
    guard let place = values.firstIndex(where: { !$0.isFinite }) else { return values }
    throw problem(
      name,
      found: "holds a value that is not finite, \(values[place])",
      expected: "finite numbers"
    )
  }

  /// An `int64` scalar in a range; by default a count.
  ///
  /// - Throws: `FileProblem` if there is no such scalar.
  public func integer(
    _ name: String,
    in range: ClosedRange<Int> = 0...largestCount
  ) throws(FileProblem) -> Int {
    let expected = "one int64 value"
    let array = try array(name, expected: expected)
    guard array.shape == [], case .int64(let values) = array.elements, let value = values.first
    else { throw problem(name, found: "is \(array.summary)", expected: expected) }
    guard let integer = Int(exactly: value), range.contains(integer) else {
      throw problem(
        name,
        found: "holds \(value)",
        expected: "\(range.lowerBound) to \(range.upperBound)"
      )
    }
    return integer
  }

  /// A `uint64` scalar of any value, such as a seed or the position of a random stream.
  ///
  /// - Throws: `FileProblem` if there is no such scalar.
  public func bits(_ name: String) throws(FileProblem) -> UInt64 {
    let expected = "one uint64 value"
    let array = try array(name, expected: expected)
    guard array.shape == [], case .uint64(let values) = array.elements, let value = values.first
    else { throw problem(name, found: "is \(array.summary)", expected: expected) }
    return value
  }

  /// A `float64` scalar in a range; by default any finite number.
  ///
  /// - Throws: `FileProblem` if there is no such scalar.
  public func number(
    _ name: String,
    in range: ClosedRange<Double>? = nil
  ) throws(FileProblem) -> Double {
    let expected = "one float64 value"
    let array = try array(name, expected: expected)
    guard array.shape == [], case .float64(let values) = array.elements, let value = values.first
    else { throw problem(name, found: "is \(array.summary)", expected: expected) }
    guard value.isFinite, range?.contains(value) ?? true else {
      throw problem(
        name,
        found: "holds \(value)",
        expected: range.map { "\($0.lowerBound) to \($0.upperBound)" } ?? "a finite number"
      )
    }
    return value
  }

  /// A time in seconds, small enough to be added to without loss.
  ///
  /// - Throws: `FileProblem` if there is none, or it is negative or longer than any run.
  public func seconds(_ name: String) throws(FileProblem) -> Double {
    try number(name, in: 0...Self.longestTime)
  }

  /// The longest time: a hundred thousand years, in seconds.
  public static let longestTime = 3e12

  /// The bytes of a one-dimensional `uint8` array of at most 1 MiB.
  ///
  /// - Throws: `FileProblem` if there is no such array.
  public func bytes(_ name: String) throws(FileProblem) -> [UInt8] {
    let expected = "uint8 of shape [N], 1 MiB at most"
    let array = try array(name, expected: expected)
    guard array.shape.count == 1, case .uint8(let bytes) = array.elements, bytes.count <= 1 << 20
    else { throw problem(name, found: "is \(array.summary)", expected: expected) }
    return bytes
  }

  /// The elements of a one-dimensional `int64` array with values in a range, `count` of them if given.
  ///
  /// - Throws: `FileProblem` if there is no such array.
  public func integers(
    _ name: String,
    count: Int? = nil,
    in range: ClosedRange<Int> = 0...largestCount
  ) throws(FileProblem) -> [Int] {
    let expected = "int64 of shape [\(count.map(String.init) ?? "N")]"
    let array = try array(name, expected: expected)
    guard array.shape.count == 1, case .int64(let values) = array.elements,
      values.count == count ?? values.count
    else { throw problem(name, found: "is \(array.summary)", expected: expected) }
    if let value = values.first(where: { !range.contains(Int($0)) }) {
      throw problem(
        name,
        found: "holds \(value)",
        expected: "\(range.lowerBound) to \(range.upperBound)"
      )
    }
    return values.map { Int($0) }
  }

  /// The `count` elements of a one-dimensional `float64` array, all finite, except that `missing` allows NaN
  /// for absent values.
  ///
  /// - Throws: `FileProblem` if there is no such array.
  public func numbers(
    _ name: String,
    count: Int,
    in range: ClosedRange<Double>? = nil,
    missing allowsNaN: Bool = false
  ) throws(FileProblem) -> [Double] {
    let expected = "float64 of shape [\(count)]"
    let array = try array(name, expected: expected)
    guard array.shape.count == 1, case .float64(let values) = array.elements, values.count == count
    else { throw problem(name, found: "is \(array.summary)", expected: expected) }
    let stranger = values.first { value in
      value.isNaN ? !allowsNaN : value.isInfinite || !(range?.contains(value) ?? true)
    }
    if let stranger {
      throw problem(
        name,
        found: "holds \(stranger)",
        expected: range.map { "\($0.lowerBound) to \($0.upperBound)" } ?? "finite numbers"
      )
    }
    return values
  }
}
