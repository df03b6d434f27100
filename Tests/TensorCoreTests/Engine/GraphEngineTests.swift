import AcceleratorTestSupport
import Accelerators
import Randomness
import TensorCore
import TestSupport
import Testing

/// Every operation and every operator as a graph that XLA compiles, against the reference interpreter.
@Suite(.needsXLA) struct GraphEngineTests {
  /// XLA contracts products and sums, sums in an order of its own, and its exponential functions are good to a few
  /// units in the last place: more roundings than Forger's kernels have, but a few.
  private static let allowance = 8.0

  @Test(arguments: OperationCase.all) func agreesWithTheReference(_ sizes: OperationCase) throws {
    let engine = try XLADevice.engine()
    let recorder = RecordingEngine(over: engine, .lazy)
    let results = recorder.run(sizes.operation, on: sizes.operands(by: recorder))
    switch sizes.operation {
    case .resample, .resampleGradient:
      // Whether a pixel at the edge of a kernel counts at all is up to the last digit of a place: errors are those of
      // sums of some twenty numbers up to 1, and not relative to what little is shown.
      let expected = CPUEngine().run(sizes.operation, on: sizes.operands(by: CPUEngine()))
      let pairs = zip(results[0].hostValues, expected[0].hostValues)
      #expect(pairs.allSatisfy { abs($0 - $1) < 4e-6 }, "\(sizes.testDescription)")
      return
    default: break
    }
    for comparison in recorder.record.comparisons(with: ReferenceInterpreter()) {
      #expect(comparison.worst <= Self.allowance, "\(sizes.testDescription)")
    }
  }

  /// XLA may compute a step anew, and in another form, where it joins it with a later one: so the whole computation is
  /// held to the reference, by an order more than the CPU engine's, which rounds step by step.
  @Test(arguments: OperatorCase.all) func differentiatesTwice(_ test: OperatorCase) throws {
    let recorder = RecordingEngine(over: try XLADevice.engine(), .lazy)
    Context.current.with(engine: recorder).run { test.differentiate() }
    let record = recorder.record
    #expect(!record.steps.isEmpty)
    let drift = Drift(of: record, by: ReferenceInterpreter(), magnitudesFrom: .entered)
    #expect(drift.steps.last.map { $0 < 1e-5 } ?? false, "\(test.testDescription)")
  }

  /// 24 random bits are a float32 number in 0..<1: Philox decides every digit.
  @Test func uniformNumbersAreTheirBits() throws {
    let blocks = RandomBlocks(seed: 7 << 40, purpose: "bits")
    let fill = RandomFill(.uniform(low: 0, high: 1), blocks: blocks, first: (1 << 32) - 16)
    let operation = Operation.random(fill, [5, 130])
    let found = try XLADevice.engine().run(operation, on: [])[0]
    #expect(found.hostValues == operation.reference().values)
  }

  @Test func normalNumbersAreTheCPUs() throws {
    for distribution in [
      RandomFill.Distribution.normal(mean: 0.5, standardDeviation: 2),
      .truncatedNormal(mean: -1, standardDeviation: 0.25), .uniform(low: -3, high: 2),
    ] {
      let fill = RandomFill(distribution, blocks: RandomBlocks(seed: 3, purpose: "n"), first: 48)
      let operation = Operation.random(fill, [1000])
      let found = try XLADevice.engine().run(operation, on: [])[0].hostValues
      let expected = CPUEngine().run(operation, on: [])[0].hostValues
      // Products and sums of numbers up to 14 are contracted: a few roundings of those.
      #expect(zip(found, expected).allSatisfy { abs($0 - $1) < 4e-6 })
    }
  }

  @Test func aProgramIsCompiledOnceForItsStructure() throws {
    let engine = try XLADevice.engine()
    Context.current.with(engine: engine).run {
      let random = RandomStream(seed: 1, purpose: "steps")
      var sum = Tensor.zeros([300])
      var expected = [Float](repeating: 0, count: 300)
      for step in 0..<6 {
        let batch = Tensor.uniform([300], using: random)
        // A number that changes is made an argument once it has.
        sum = sum * 0.5 + batch * Float(step) + Tensor.uniform([300], using: random)
        expected = sum.scalars
      }
      #expect(engine.statistics.compiledPrograms == 3)
      #expect(engine.statistics.runs == 6)
      #expect(expected.allSatisfy { $0.isFinite })
    }
  }

  @Test func whatTheHostChangesIsSeen() throws {
    try Context.current.with(engine: XLADevice.engine()).run {
      let parameter = Parameter(Tensor.sample([1000], seed: 1))
      let first = (parameter.value * 2).scalars
      #expect(zip(first, parameter.value.scalars).allSatisfy { $0 == $1 * 2 })
      parameter.update { values in for index in values.indices { values[index] = 3 } }
      #expect((parameter.value * 2).scalars.allSatisfy { $0 == 6 })
    }
  }

  @Test func valuesMoveBetweenEngines() throws {
    let x = Tensor.sample([400], seed: 1)
    let (one, other) = (try XLADevice.engine(), try XLADevice.engine())
    let y = Context.current.with(engine: one).run { x + 1 }
    let z = Context.current.with(engine: other).run { y * 2 }
    let sum = z + x
    #expect(zip(sum.scalars, x.scalars).allSatisfy { $0 == ($1 + 1) * 2 + $1 })
  }
}
