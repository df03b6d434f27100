/// Nodes that make truncated latent vectors of normal ones.
///
/// Forger draws the elements beyond the threshold t anew. A graph draws nothing: here, each element moves to the place
/// that it has among truncated numbers, z ↦ √2·erf⁻¹(erf(z/√2)·erf(t/√2)). Normal numbers become truncated ones, of
/// the distribution that drawing anew gives.
///
/// Sources: the quantile function of the truncated normal distribution; for erf⁻¹, Giles 2012, "Approximating the
/// erfinv function", single precision.
enum TruncationNodes {
  /// The threshold from which on elements stay as they are, but for the few beyond it: erf of larger ones is 1 in
  /// float32.
  private static let limit: Float = 4
  /// The polynomial's coefficients, the highest power's first, for w = −log(1 − x²) below 5 and above.
  private static let central: [Float] = [
    2.81022636e-08, 3.43273939e-07, -3.5233877e-06, -4.39150654e-06, 0.00021858087, -0.00125372503,
    -0.00417768164, 0.246640727, 1.50140941,
  ]
  private static let tail: [Float] = [
    -0.000200214257, 0.000100950558, 0.00134934322, -0.00367342844, 0.00573950773, -0.0076224613,
    0.00943887047, 1.00167406, 2.83297682,
  ]

  /// Adds the nodes.
  ///
  /// - Parameters:
  ///   - graph: The graph.
  ///   - z: The name of the vectors.
  ///   - threshold: That of the threshold, a scalar; infinity leaves vectors as they are.
  /// - Returns: The name of the truncated vectors.
  static func add(to graph: inout ONNXGraph, _ z: String, truncatedAt threshold: String) -> String {
    let half = graph.number(Float(0.5).squareRoot())
    let root = graph.number(Float(2).squareRoot())
    let place = graph.add("Erf", [graph.add("Mul", [z, half])])
    let most = graph.add("Erf", [graph.add("Mul", [threshold, half])])
    let x = graph.add("Mul", [place, most])
    let inverse = graph.add("Mul", [inverseError(x, &graph), root])
    let isSmall = graph.add("Less", [threshold, graph.number(limit)])
    let moved = graph.add("Where", [isSmall, inverse, z])
    return graph.add(
      "Max",
      [graph.add("Min", [moved, threshold]), graph.add("Neg", [threshold])],
      as: graph.unique("z_truncated")
    )
  }

  private static func inverseError(_ x: String, _ graph: inout ONNXGraph) -> String {
    let one = graph.number(1)
    // (1 − x)·(1 + x) keeps digits that 1 − x² loses.
    let rest = graph.add("Mul", [graph.add("Sub", [one, x]), graph.add("Add", [one, x])])
    let w = graph.add("Neg", [graph.add("Log", [rest])])
    let near = polynomial(central, graph.add("Sub", [w, graph.number(2.5)]), &graph)
    let far = polynomial(
      tail,
      graph.add("Sub", [graph.add("Sqrt", [w]), graph.number(3)]),
      &graph
    )
    let isNear = graph.add("Less", [w, graph.number(5)])
    return graph.add("Mul", [graph.add("Where", [isNear, near, far]), x])
  }

  /// Horner's rule.
  private static func polynomial(
    _ coefficients: [Float],
    _ x: String,
    _ graph: inout ONNXGraph
  ) -> String {
    var sum = graph.number(coefficients[0])
    for coefficient in coefficients.dropFirst() {
      sum = graph.add("Add", [graph.add("Mul", [sum, x]), graph.number(coefficient)])
    }
    return sum
  }
}
