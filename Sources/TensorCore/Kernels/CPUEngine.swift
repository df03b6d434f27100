/// The CPU engine: oneDNN, and Forger's own kernels where they are faster.
///
/// Operations are computed at once, except a few cheap ones that are fused with the next operation, and products
/// that workers need parts of; see `OwedOperation` and `FactoredGradient`.
public struct CPUEngine: Engine {
  /// The engine.
  public init() {}

  /// Runs an operation; see `Engine`.
  public func run(_ operation: Operation, on operands: consuming [Operand]) -> [Storage] {
    if let owed = OwedOperation.of(operation, operands) { return [owed.storage] }
    if let factored = FactoredGradient.of(operation, operands) { return [factored.storage] }
    if let (fused, fusedOperands) = Fusion.of(operation, operands) {
      return Self.compute(fused, fusedOperands)
    }
    return Self.compute(operation, operands)
  }

  /// Computes an operation now: the only place that profilers observe.
  static func compute(_ operation: Operation, _ operands: consuming [Operand]) -> [Storage] {
    for index in operands.indices where operation.reads(index) {
      operands[index].storage.evaluate()
    }
    guard Fusion.hasKernel(for: operation, operands) else {
      return decomposed(operation, operands)
    }
    guard Context.current.profiler != nil else { return results(of: operation, &operands) }
    let shapes = operands.map(\.shape)
    return Profiler.measure(operation.profileName(of: shapes), operation.work(of: shapes)) {
      results(of: operation, &operands)
    }
  }

  /// Computes a fused operation by its decomposition.
  private static func decomposed(_ operation: Operation, _ operands: [Operand]) -> [Storage] {
    guard let program = operation.decomposition(of: operands.map(\.shape)) else {
      fatalError("CPUEngine: no kernel for \(operation)")
    }
    return program.run(on: operands, seenAs: { Operand($0.storage, $1) }) { operation, operands in
      let types = operation.outputs(of: operands.map(\.shape))
      return zip(compute(operation, operands), types).map { Operand($0, $1.shape) }
    }.map(\.storage)
  }

  private static func results(of operation: Operation, _ x: inout [Operand]) -> [Storage] {
    switch operation {
    case .unary(let function): [function.onCPU(x[0].storage)]
    case .binary(.interpolate(let share)) where x[0].shape == x[1].shape:
      [Kernels.interpolate(&x[0].storage, x[1].storage, by: share)]
    case .binary(let function): [function.onCPU(x[0], x[1])]
    case .fill, .random, .isFinite: [values(operation, x)]
    case .sum(let axes): [Kernels.sum(x[0], axes: axes)]
    case .maximum(let axis): [Kernels.maximum(x[0], axis: axis)]
    case .broadcast, .transpose, .slice, .place, .concatenate, .upsample, .upsampleGradient:
      [moved(operation, x)]
    case .resample(let resampling), .resampleGradient(let resampling):
      [Kernels.resample(x[0], at: x[1].storage, resampling, isTransposed: operation.isTransposed)]
    case .mixChannels: [Kernels.mixChannels(x)]
    case .matrixProduct, .convolution, .convolutionInputGradient, .convolutionWeightGradient,
      .upsampledConvolution:
      [product(operation, x)]
    case .convolutionBiasGradient(let geometry):
      // Gradients of upsampled pixels are summed phase by phase, like their convolution.
      [
        x[0].owed?.isUpsampling ?? false && FoldedConvolution.pays(for: geometry)
          ? FoldedConvolution(geometry).biasGradient(x[1].storage)
          : Kernels.sum(x[1], axes: [0, 1, 2])
      ]
    case .maximumPool(let geometry): Kernels.maximumPool(x[0].storage, geometry)
    case .pick: [Kernels.pick(x[0].storage, at: x[1].storage)]
    case .scatterAdd(let shape): [Kernels.scatterAdd(x[0], at: x[1].storage, into: shape)]
    case .moments(let parts):
      Kernels.momentsOfColumns(x[0].storage, width: x[0].shape[-1], parts: parts)
    case .normalizationSums(let parts, let slope):
      Kernels.batchNormSums(NormalizationBack(x, signs: 3, parts: parts, slope: slope))
    case .normalizationGradient(let parts, let slope):
      [
        Kernels.batchNormInputGradient(
          NormalizationBack(x, signs: 6, parts: parts, slope: slope),
          shift: x[3].storage,
          spread: x[4].storage,
          scale: x[5].storage
        )
      ]
    case .normalize, .leakyReLU, .addNoise, .rectifiedPass:
      Kernels.apply(Pass(operation, x), to: x[0].storage)
    case .leakyReLUGradient(let slope):
      [Kernels.rectified(x[0].storage, by: x[1].storage, slope: slope)]
    case .update(let update): Kernels.update(update, &x)
    }
  }

  private static func values(_ operation: Operation, _ x: [Operand]) -> Storage {
    switch operation {
    case .fill(let value, let shape):
      let result = Storage(count: shape.elementCount)
      Kernels.fill(result, with: value)
      return result
    case .random(let fill, let shape): return Kernels.random(fill, count: shape.elementCount)
    default:
      let isFinite = Kernels.isFinite(x[0].storage)
      return Storage(count: 1) { $0[0] = isFinite ? 1 : 0 }
    }
  }

  private static func moved(_ operation: Operation, _ x: [Operand]) -> Storage {
    let (source, shape) = (x[0].storage, x[0].shape)
    switch operation {
    case .broadcast(let target):
      return Kernels.gather(source, StridedView(of: shape, broadcastTo: target))
    case .transpose(let axes):
      return Kernels.gather(source, StridedView(of: shape, permutedBy: axes))
    case .slice(let box): return Kernels.gather(source, StridedView(box))
    case .place(let box):
      return Kernels.scatter(source, StridedView(box), count: box.outer.elementCount)
    case .concatenate(let axis):
      let joined = operation.outputs(of: x.map(\.shape))[0].shape
      return Kernels.concatenate(x, along: axis, shape: joined)
    case .upsample(let factor):
      let apart: Shape = [shape[0], shape[1], 1, shape[2], 1, shape[3]]
      let wide: Shape = [shape[0], shape[1], factor, shape[2], factor, shape[3]]
      return Kernels.gather(source, StridedView(of: apart, broadcastTo: wide))
    case .upsampleGradient(let factor):
      let (height, width) = (shape[1] / factor, shape[2] / factor)
      let apart: Shape = [shape[0], height, factor, width, factor, shape[3]]
      return Kernels.sum(Operand(source, apart), axes: [2, 4])
    default: fatalError("\(operation.name) moves nothing")
    }
  }

  private static func product(_ operation: Operation, _ x: [Operand]) -> Storage {
    let bias = x.count > 2 ? x[2].storage : nil
    switch operation {
    case .matrixProduct(let left, let right):
      let geometry = MatrixProductGeometry(
        x[0].shape,
        x[1].shape,
        transposesLeft: left,
        transposesRight: right
      )
      return Kernels.matrixProduct(x[0].storage, x[1].storage, bias: bias, geometry)
    case .convolution(let geometry):
      return Kernels.convolution(.forward, x[0].storage, x[1].storage, bias: bias, geometry)
    case .convolutionInputGradient(let geometry):
      return Kernels.convolution(.inputGradient, x[0].storage, x[1].storage, geometry)
    case .convolutionWeightGradient(let geometry):
      return Kernels.convolution(.weightGradient, x[0].storage, x[1].storage, geometry)
    case .upsampledConvolution(let geometry, let pass):
      let folded = FoldedConvolution(geometry)
      switch pass {
      case .forward: return folded.forward(x[0].storage, x[1].storage, bias: bias)
      case .inputGradient: return folded.inputGradient(x[0].storage, x[1].storage)
      case .weightGradient: return folded.weightGradient(x[0].storage, x[1].storage)
      }
    default: fatalError("\(operation.name) is not a product")
    }
  }
}

extension Operation {
  /// Whether it is the transpose of a resampling.
  fileprivate var isTransposed: Bool {
    if case .resampleGradient = self { true } else { false }
  }

  /// Whether the CPU reads the values of an operand.
  fileprivate func reads(_ index: Int) -> Bool {
    if case .convolutionBiasGradient = self { index == 1 } else { true }
  }
}

extension Kernels {
  /// A convolution pass by the algorithm that the context's policy chooses.
  static func convolution(
    _ pass: ConvolutionPass,
    _ images: Storage,
    _ other: Storage,
    bias: Storage? = nil,
    _ geometry: ConvolutionGeometry
  ) -> Storage {
    ConvolutionCall(geometry, pass, images: images, other: other, bias: bias).result()
  }
}
