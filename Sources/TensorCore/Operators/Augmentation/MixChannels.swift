/// The channels of each image, or of each example, mixed by a matrix of its own: y = x·m + b.
///
/// - Parameters:
///   - x: `[N, …, C]`.
///   - matrices: `[N, C, D]`.
///   - offsets: What is added, `[N, D]`, or `nil` for nothing.
/// - Returns: `[N, …, D]`.
/// - Precondition: The shapes fit.
public func mixedChannels(_ x: Tensor, by matrices: Tensor, adding offsets: Tensor? = nil) -> Tensor
{
  let operands = [x, matrices] + [offsets].compactMap(\.self)
  let count = operands.count
  let mixed = Tensor.computed(.mixChannels, operands)[0]
  return .recorded("mixChannels", mixed, inputs: operands, saving: [x, matrices]) { pass in
    let gradient = pass.gradient
    let (x, matrices) = (pass.saved(0), pass.saved(1))
    var found: [Tensor?] = [
      pass.needs(0) ? mixedChannels(gradient, by: matrices.transposed([0, 2, 1])) : nil,
      pass.needs(1) ? matrixProduct(rows(of: x), rows(of: gradient), transposingLeft: true) : nil,
    ]
    if count > 2 { found.append(pass.needs(2) ? rows(of: gradient).sum(along: [1]) : nil) }
    return found
  }
}

/// `[N, …, C]` as `[N, rows, C]`.
private func rows(of x: Tensor) -> Tensor { x.reshaped(to: [x.shape[0], -1, x.shape[-1]]) }
