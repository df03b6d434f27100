public import TensorCore
public import Testing

/// Records an issue where values are further from the expected ones than
/// `absolute + relative · |expected|`.
///
/// Infinities must be the same; NaN must be NaN on both sides.
public func expectClose(
  _ found: Tensor,
  _ expected: [Double],
  absolute: Double = 0,
  relative: Double = 0,
  _ comment: String = "",
  sourceLocation: SourceLocation = #_sourceLocation
) {
  let values = found.scalars
  guard values.count == expected.count else {
    Issue.record(
      "\(comment): \(values.count) values of shape \(found.shape), expected \(expected.count)",
      sourceLocation: sourceLocation
    )
    return
  }
  let wrong = values.indices.filter {
    !isClose(Double(values[$0]), expected[$0], absolute + relative * abs(expected[$0]))
  }
  guard let first = wrong.first else { return }
  let worst = wrong.max {
    abs(Double(values[$0]) - expected[$0]) < abs(Double(values[$1]) - expected[$1])
  }
  let lines = [first, worst ?? first].map {
    "at \(position($0, in: found.shape.dimensions)): expected \(expected[$0]), found \(values[$0])"
  }
  Issue.record(
    "\(comment): \(wrong.count) of \(values.count) values: \(lines.joined(separator: "; "))",
    sourceLocation: sourceLocation
  )
}

/// Records an issue where values are further from the expected ones than `tolerance` times the
/// largest expected one: the measure for sums of many products, whose errors do not shrink where a
/// result happens to be near 0.
public func expectClose(
  _ found: Tensor,
  _ expected: [Double],
  ofLargest tolerance: Double,
  _ comment: String = "",
  sourceLocation: SourceLocation = #_sourceLocation
) {
  let largest = expected.map(abs).max() ?? 0
  expectClose(
    found,
    expected,
    absolute: tolerance * largest,
    comment,
    sourceLocation: sourceLocation
  )
}

private func isClose(_ found: Double, _ expected: Double, _ allowed: Double) -> Bool {
  if expected.isNaN || found.isNaN { return expected.isNaN && found.isNaN }
  if expected.isInfinite { return found == expected }
  return abs(found - expected) <= allowed
}
