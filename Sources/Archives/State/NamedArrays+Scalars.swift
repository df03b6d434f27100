extension NumpyArray {
  /// A scalar.
  public init(_ value: Int64) { self.init(shape: [], elements: .int64([value])) }

  /// A scalar.
  public init(_ value: UInt64) { self.init(shape: [], elements: .uint64([value])) }

  /// A scalar.
  public init(_ value: Double) { self.init(shape: [], elements: .float64([value])) }
}

/// Single values among named arrays, as in saved states; `StateReader` reads them back.
extension NamedArrays {
  /// Adds an `int64` scalar.
  public mutating func set(_ name: String, to value: Int) { self[name] = NumpyArray(Int64(value)) }

  /// Adds a `uint64` scalar, such as the position of a random stream.
  public mutating func set(_ name: String, to value: UInt64) { self[name] = NumpyArray(value) }

  /// Adds a `float64` scalar.
  public mutating func set(_ name: String, to value: Double) { self[name] = NumpyArray(value) }

  /// Adds a text as UTF-8 bytes.
  public mutating func set(_ name: String, to text: String) {
    let bytes = Array(text.utf8)
    self[name] = NumpyArray(shape: [bytes.count], elements: .uint8(bytes))
  }
}
