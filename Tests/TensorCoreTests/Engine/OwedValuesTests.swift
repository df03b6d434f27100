import Randomness
import Synchronization
import TensorCore
import TestSupport
import Testing

/// What an engine puts off, and does together with what follows.
@Suite struct OwedValuesTests {
  private let x = Tensor.sample([6, 4, 8], seed: 1)
  private let gamma = Tensor.sample([8], from: 0.5, to: 1.5, seed: 2)

  private func normalized(_ x: Tensor) -> Tensor {
    batchNorm(x, gamma: gamma, beta: nil, epsilon: 1e-3).output
  }

  private func stream() -> RandomStream { RandomStream(seed: 3, purpose: "noise") }

  private func names(_ body: () -> Void) -> Set<String> { Set(Profiler.profile(body).map(\.name)) }

  @Test func whatFollowsIsDoneInTheSamePass() {
    let found = names {
      let h = gaussianNoise(normalized(x), standardDeviation: 0.3, from: stream())
      _ = leakyReLU(h, slope: 0.2)
    }
    #expect(found.contains("batchNorm, gaussianNoise, leakyReLU"))
    #expect(found.isDisjoint(with: ["batchNorm", "gaussianNoise", "leakyReLU"]))
  }

  @Test func theBackwardPassIsFusedToo() {
    let x = x.tracked
    let found = names {
      let loss = leakyReLU(normalized(x), slope: 0.2).sum()
      _ = gradients(of: loss, withRespectTo: [x])[0].scalars
    }
    #expect(!found.contains("leakyReLU gradient"))
  }

  /// Reading the values between changes nothing but the number of passes.
  @Test func valuesBetweenCanBeReadAnyTime() {
    let (first, second) = (normalized(x), normalized(x))
    let early = first.scalars
    let found = [leakyReLU(first, slope: 0.2), leakyReLU(second, slope: 0.2)]
    #expect(found[0].isIdentical(to: found[1]))
    #expect(second.scalars == early)
  }

  @Test func gradientsCanBeAskedForInBetween() {
    let x = x.tracked
    let h = normalized(x)
    let found = gradients(of: leakyReLU(h, slope: 0.2).sum(), withRespectTo: [h])[0]
    #expect(found.scalars == h.scalars.map { $0 > 0 ? 1 : 0.2 })
  }

  /// Noise is drawn when it is added, whenever it is needed.
  @Test func noiseIsDrawnInTheOrderOfTheCalls() {
    let random = stream()
    let first = gaussianNoise(x, standardDeviation: 1, from: random)
    let second = gaussianNoise(x, standardDeviation: 1, from: random)
    let expected = stream()
    let (one, two) = (expected.standardNormal(x.shape), expected.standardNormal(x.shape))
    expectClose(second, (x + two).scalars.map(Double.init), absolute: 1e-6)
    expectClose(first, (x + one).scalars.map(Double.init), absolute: 1e-6)
  }

  @Test func changingAnOperandLaterChangesNothing() {
    let parameter = Parameter(gamma)
    let sum = gaussianNoise(parameter.value, standardDeviation: 0.1, from: stream())
    parameter.update { $0.update(repeating: 100) }
    #expect(sum.scalars.allSatisfy { $0 < 10 })
  }

  @Test func manyReadersComputeOnce() async {
    let profiler = Profiler()
    let context = Context.current.with(profiler: profiler)
    let x = x
    let sum = context.run {
      gaussianNoise(x, standardDeviation: 1, from: RandomStream(seed: 3, purpose: "noise"))
    }
    let results = Results()
    await context.runTasks(8) { results.append(sum.scalars) }
    #expect(results.count == 1)
    #expect(profiler.rows.filter { $0.name == "gaussianNoise" }.map(\.calls) == [1])
  }

  private final class Results: Sendable {
    private let values = Mutex<Set<[Float]>>([])
    var count: Int { values.withLock(\.count) }

    func append(_ value: [Float]) { values.withLock { _ = $0.insert(value) } }
  }

  @Test func anotherEngineTakesOver() {
    func result() -> [Float] {
      let x = x.tracked
      let loss = leakyReLU(normalized(x) * 2, slope: 0.2).squared.mean()
      return Tensor.scalars(of: loss) + gradients(of: loss, withRespectTo: [x])[0].scalars
    }
    let found = Context.current.with(engine: Lazy()).run(result)
    #expect(found == result())
  }
}

/// An engine that owes everything, and lets the CPU's pay.
private struct Lazy: Engine {
  func run(_ operation: TensorCore.Operation, on operands: consuming [Operand]) -> [Storage] {
    let operands = operands
    return operation.outputs(of: operands.map(\.shape)).enumerated().map { index, type in
      Storage(
        count: type.shape.elementCount,
        kind: type.kind,
        owed: Debt(operation: operation, operands: operands, index: index)
      )
    }
  }

  private final class Debt: OwedValues {
    let operation: TensorCore.Operation
    let operands: [Operand]
    let index: Int

    init(operation: TensorCore.Operation, operands: [Operand], index: Int) {
      (self.operation, self.operands, self.index) = (operation, operands, index)
    }

    func values() -> Storage { CPUEngine().run(operation, on: operands)[index] }
  }
}
