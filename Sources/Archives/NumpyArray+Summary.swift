extension NumpyArray {
  /// Type and shape in a few words: "float32 of shape [3, 4]".
  public var summary: String {
    let type =
      switch elements {
      case .float32: "float32"
      case .float64: "float64"
      case .int32: "int32"
      case .int64: "int64"
      case .uint64: "uint64"
      case .uint8: "uint8"
      }
    return "\(type) of shape \(shape)"
  }
}
