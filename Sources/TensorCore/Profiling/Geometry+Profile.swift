/// Names of products and convolutions in profiles.
extension MatrixProductGeometry {
  /// A name such as "product 32×784 · 784×1024ᵀ", with transposed matrices as they are stored.
  var profileName: String {
    let left = transposesLeft ? "(\(inner)×\(rows))ᵀ" : "\(rows)×\(inner)"
    let right = transposesRight ? "(\(columns)×\(inner))ᵀ" : "\(inner)×\(columns)"
    return "product \(batch == 1 ? "" : "\(batch) of ")\(left) · \(right)"
  }

  /// Multiplications and additions.
  var floatingPointOperations: Double {
    2 * Double(batch) * Double(rows) * Double(inner) * Double(columns)
  }
}

extension ConvolutionGeometry {
  /// A name such as "conv2D forward 50×32×32×64 → 16×16×128, k4 s2 (winograd)", with the algorithm last used.
  func profileName(_ pass: ConvolutionPass) -> String {
    let name =
      switch pass {
      case .forward: "conv2D forward"
      case .inputGradient: "conv2D to input"
      case .weightGradient: "conv2D to weights"
      }
    return """
      \(name) \(batch)×\(input.height)×\(input.width)×\(input.channels) → \
      \(output.height)×\(output.width)×\(output.channels), k\(kernel.vertical) s\(stride.vertical) \
      (\(Context.current.convolutions.lastUsed(for: self, pass)?.rawValue ?? "none"))
      """
  }
}
