import ExitTestSupport
import Randomness
import TensorCore
import TestSupport
import Testing

/// Fused operations against what they decompose into, and all of them against the types they promise.
@Suite struct DecompositionTests {
  struct Case: CustomTestStringConvertible, Sendable {
    let operation: TensorCore.Operation
    let shapes: [Shape]
    /// The operand that is bits, made by leaky ReLU.
    let signs: Int?
    var testDescription: String { "\(operation.name) of \(shapes)" }

    init(_ operation: TensorCore.Operation, _ shapes: [Shape], signs: Int? = nil) {
      self.operation = operation
      self.shapes = shapes
      self.signs = signs
    }

    var operands: [Operand] {
      shapes.enumerated().map { index, shape in
        let low: Float = index == 0 || index == signs ? -1 : 0.5
        let values = Tensor.sample(shape, from: low, to: 1.5, seed: UInt64(index)).operand
        guard index == signs else { return values }
        return Operand(CPUEngine().run(.leakyReLU(slope: 0), on: [values])[1], shape)
      }
    }
  }

  private static let bits = RandomBlocks(seed: 3, purpose: "noise")
  private static let drawn = NoiseAddition(standardDeviation: 0.3, .drawn(bits, first: 32))
  private static let given = NoiseAddition(standardDeviation: 0.3, .given)

  static let convolution = ConvolutionGeometry(
    batch: 2,
    input: .init(6, 4, 3),
    output: .init(6, 4, 8),
    kernel: .init(5),
    stride: .init(1),
    dilation: .init(1),
    paddingBefore: .init(2),
    paddingAfter: .init(2),
    groups: 1
  )

  static let updates: [ParameterUpdate] = [
    ParameterUpdate(
      .adam(rate: 0.1, rootScale: 2, beta1: 0.5, beta2: 0.9, epsilon: 0.01, remaining: 0.9),
      changes: [.weightDecay(0.1), .clamp(0.7)]
    ),
    ParameterUpdate(.gradientDescent(rate: 0.1, remaining: 0.9), changes: [.clamp(0.7)]),
    ParameterUpdate(
      .momentum(momentum: 0.9, gathered: -0.1, ofVelocity: 0.9, ofGradient: -0.1, remaining: 0.9)
    ),
  ]

  static let elementwise: [Case] = [
    Case(.unary(.inverseSquareRoot(adding: 2)), [[3, 5]]),
    Case(.binary(.addScaled(0.3)), [[3, 5], [5]]),
    Case(.binary(.interpolate(0.3)), [[3, 5], [3, 5]]),
    Case(.binary(.tanhGradient), [[3, 5], [3, 5]]),
    Case(.binary(.logisticGradient), [[3, 5], [3, 5]]),
    Case(.addNoise(given), [[3, 7], [3, 7]]),
    Case(.addNoise(drawn), [[30, 7]]),
    Case(.rectifiedPass(parts: 1, nil, slope: 0.2), [[4, 8], [1, 8], [1, 8], [8]]),
    Case(.rectifiedPass(parts: 1, given, slope: 0), [[4, 8], [1, 8], [1, 8], [8], [4, 8]]),
    Case(.rectifiedPass(parts: nil, drawn, slope: 0.2), [[30, 8]]),
  ]

  static let products: [Case] = [
    Case(.matrixProduct(transposesLeft: false, transposesRight: false), [[3, 5], [5, 7], [7]]),
    Case(.convolution(convolution), [[2, 6, 4, 3], [5, 5, 3, 8], [8]]),
    Case(.convolutionBiasGradient(convolution), [[2, 6, 4, 3], [2, 6, 4, 8]]),
    Case(.upsample(factor: 3), [[2, 3, 2, 5]]),
    Case(.upsampleGradient(factor: 3), [[2, 6, 3, 5]]),
    Case(.upsampledConvolution(convolution, .forward), [[2, 3, 2, 3], [5, 5, 3, 8], [8]]),
    Case(.upsampledConvolution(convolution, .inputGradient), [[2, 6, 4, 8], [5, 5, 3, 8]]),
    Case(.upsampledConvolution(convolution, .weightGradient), [[2, 3, 2, 3], [2, 6, 4, 8]]),
  ]

  static let normalizations: [Case] = [
    Case(.moments(parts: 2), [[4, 3, 5]]),
    Case(.normalize(parts: 2), [[4, 3, 5], [2, 5], [2, 5], [5]]),
    Case(.normalizationSums(parts: 2, slope: nil), [[4, 3, 5], [4, 3, 5], [2, 5]]),
    Case(
      .normalizationSums(parts: 1, slope: 0.2),
      [[4, 8], [4, 8], [1, 8], [4, 8]],
      signs: 3
    ),
    Case(
      .normalizationGradient(parts: 2, slope: nil),
      [[4, 5], [4, 5], [2, 5], [2, 5], [2, 5], [2, 5]]
    ),
    Case(
      .normalizationGradient(parts: 1, slope: 0.2),
      [[4, 8], [4, 8], [1, 8], [1, 8], [1, 8], [1, 8], [4, 8]],
      signs: 6
    ),
  ]

  static let cases =
    elementwise + products + normalizations
    + updates.map { Case(.update($0), [Shape](repeating: [3, 5], count: 2 + $0.slotCount)) }

  @Test(arguments: cases) func agreesWithWhatItDecomposesInto(_ test: Case) throws {
    let engine = CPUEngine()
    let types = test.operation.outputs(of: test.shapes)
    let found = engine.run(test.operation, on: test.operands)
    #expect(found.map(\.count) == types.map(\.shape.elementCount))
    #expect(found.map(\.kind) == types.map(\.kind))
    let program = try #require(test.operation.decomposition(of: test.shapes))
    let operands = test.operands
    var steps: [[Storage]] = []
    func storage(_ value: Decomposition.Value) -> Storage {
      switch value.source {
      case .operand(let index): operands[index].storage
      case .step(let index, let output): steps[index][output]
      }
    }
    for step in program.steps {
      let inputs = step.operands.map { Operand(storage($0), $0.shape) }
      let results = engine.run(step.operation, on: inputs)
      // Each by itself, so that nothing is fused again.
      engine.evaluate(results)
      steps.append(results)
    }
    #expect(program.results.map(\.shape) == types.map(\.shape))
    for (found, value) in zip(found, program.results) {
      let (found, expected) = (found.hostValues, storage(value).hostValues)
      let largest = expected.map(abs).max() ?? 0
      for (found, expected) in zip(found, expected) {
        // Float32's roundings of a few hundred terms.
        #expect(abs(found - expected) <= 2e-5 * max(largest, 1))
      }
    }
  }

  @Test func operandsMustFit() async {
    expectMessage(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = TensorCore.Operation.binary(.add).outputs(of: [[2, 3]])
      },
      "operands of [[2, 3]] do not fit binary"
    )
    expectMessage(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = TensorCore.Operation.normalize(parts: 2).outputs(of: [[4, 3], [1, 3], [2, 3], [3]])
      },
      "operands of [[4, 3], [1, 3], [2, 3], [3]] do not fit normalize"
    )
  }
}
