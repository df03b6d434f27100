extension NumpyArray {
  /// The header that stands before the elements.
  var header: NumpyHeader {
    NumpyHeader(type: NumpyElementType(elements), isFortranOrder: false, shape: shape)
  }

  /// The elements' bytes, little-endian as every machine that Forger runs on.
  func withElementBytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
    switch elements {
    case .float32(let values): values.withUnsafeBytes(body)
    case .float64(let values): values.withUnsafeBytes(body)
    case .int32(let values): values.withUnsafeBytes(body)
    case .int64(let values): values.withUnsafeBytes(body)
    case .uint64(let values): values.withUnsafeBytes(body)
    case .uint8(let values): values.withUnsafeBytes(body)
    }
  }
}
