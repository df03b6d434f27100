internal import TensorCore

extension ReferenceInterpreter {
  /// The largest pixel of each window and its index; the first of equals, but NaN wins.
  func maximumPool(_ x: ReferenceValue, _ geometry: ConvolutionGeometry) -> [ReferenceValue] {
    var values = ReferenceValue(repeating: -.infinity, shape: geometry.outputShape)
    var indices = ReferenceValue(repeating: -1, shape: geometry.outputShape)
    let channels = geometry.input.channels
    geometry.forEachPixelOfWindows { n, i, j, _, _, row, column in
      for c in 0..<channels {
        let source =
          ((n * geometry.input.height + row) * geometry.input.width + column) * channels + c
        let target = ((n * geometry.output.height + i) * geometry.output.width + j) * channels + c
        let isFirst = indices.values[target] < 0
        if isFirst || x.values[source] > values.values[target] || x.values[source].isNaN {
          values.values[target] = x.values[source]
          indices.values[target] = Double(source)
        }
      }
    }
    return [values, indices]
  }

  /// Zeros with the values added at the indices.
  func scattered(
    _ values: ReferenceValue,
    at indices: ReferenceValue,
    into shape: Shape
  ) -> ReferenceValue {
    var result = ReferenceValue(repeating: 0, shape: shape)
    for (value, index) in zip(values.values, indices.values) { result.values[Int(index)] += value }
    return result
  }
}
