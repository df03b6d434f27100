/// Fuses an operation with the deferred operations that its operands come from.
enum Fusion {
  /// The fused operation and its operands, if there is one.
  static func of(
    _ operation: Operation,
    _ operands: [Operand]
  ) -> (operation: Operation, operands: [Operand])? {
    switch operation {
    case .leakyReLU(let slope): rectified(operands[0], slope: slope)
    case .normalizationSums(let parts, nil), .normalizationGradient(let parts, nil):
      backward(operation, operands, parts: parts)
    case .convolution, .convolutionWeightGradient, .upsampleGradient:
      upsampled(operation, operands)
    default: nil
    }
  }

  /// Fuses any of normalization, noise and leaky ReLU.
  private static func rectified(_ x: Operand, slope: Float) -> (Operation, [Operand])? {
    guard let last = x.owed else { return nil }
    var noise: NoiseAddition?
    var given: [Operand] = []
    var first = last
    if case .addNoise(let addition) = last.operation {
      noise = addition
      given = Array(last.operands.dropFirst())
      guard let inner = last.operands[0].owed, case .normalize = inner.operation else {
        let pass = Operation.rectifiedPass(parts: nil, addition, slope: slope)
        return (pass, last.operands)
      }
      first = inner
    }
    guard case .normalize(let parts) = first.operation, fits(first.operands[0].shape, parts: parts)
    else { return nil }
    return (.rectifiedPass(parts: parts, noise, slope: slope), first.operands + given)
  }

  /// Fuses the backward pass of a normalization with that of the leaky ReLU after it.
  private static func backward(
    _ operation: Operation,
    _ operands: [Operand],
    parts: Int
  ) -> (Operation, [Operand])? {
    guard let gradient = operands[0].owed, fits(operands[1].shape, parts: parts),
      case .leakyReLUGradient(let slope) = gradient.operation
    else { return nil }
    let inner = [gradient.operands[0]] + operands.dropFirst() + [gradient.operands[1]]
    if case .normalizationSums = operation {
      return (.normalizationSums(parts: parts, slope: slope), inner)
    }
    return (.normalizationGradient(parts: parts, slope: slope), inner)
  }

  /// Fuses convolutions with the upsampling of their images.
  private static func upsampled(
    _ operation: Operation,
    _ operands: [Operand]
  ) -> (Operation, [Operand])? {
    guard let owed = operands[0].owed else { return nil }
    switch (operation, owed.operation) {
    case (.convolution(let geometry), .upsample(2)) where FoldedConvolution.pays(for: geometry):
      return (.upsampledConvolution(geometry, .forward), owed.operands + operands.dropFirst())
    case (.convolutionWeightGradient(let geometry), .upsample(2))
    where FoldedConvolution.pays(for: geometry):
      return (
        .upsampledConvolution(geometry, .weightGradient), owed.operands + operands.dropFirst()
      )
    case (.upsampleGradient(2), .convolutionInputGradient(let geometry)):
      return (.upsampledConvolution(geometry, .inputGradient), owed.operands)
    default: return nil
    }
  }

  /// Whether a kernel computes an operation directly; otherwise it has a decomposition.
  static func hasKernel(for operation: Operation, _ operands: [Operand]) -> Bool {
    switch operation {
    case .matrixProduct(_, let transposesRight): operands.count < 3 || !transposesRight
    case .upsampledConvolution(let geometry, _): FoldedConvolution.pays(for: geometry)
    case .rectifiedPass(let parts?, _, _), .normalizationSums(let parts, _?),
      .normalizationGradient(let parts, _?):
      fits(operands[0].shape, parts: parts)
    default: true
    }
  }

  /// Whether the kernels can fuse anything with a normalization: columns must fill vectors of 8 and, with
  /// several parts, noise must fill blocks of 64 numbers.
  private static func fits(_ shape: Shape, parts: Int) -> Bool {
    shape[-1] % 8 == 0 && (parts == 1 || shape.elementCount / parts % 64 == 0)
  }
}
