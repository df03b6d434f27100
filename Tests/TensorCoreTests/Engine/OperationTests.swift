import Randomness
import TensorCore
import TestSupport
import Testing

/// Every operation by the CPU engine, by the reference interpreter, and by its decomposition.
@Suite struct OperationTests {
  @Test func everyKindIsChecked() {
    let checked = Set(OperationCase.all.map { OperationKind($0.operation) })
    for kind in OperationKind.allCases where !checked.contains(kind) {
      Issue.record("no case of \(kind) is compared with the reference")
    }
  }

  @Test(arguments: OperationCase.all) func theCPUAgreesWithTheReference(_ sizes: OperationCase) {
    let recorder = RecordingEngine(over: CPUEngine(), .eager)
    _ = recorder.run(sizes.operation, on: sizes.operands(by: recorder))
    recorder.record.expectAgreement()
  }

  /// Both are in Double, and random numbers are made of the same bits: what is left is float32's rounding of
  /// a decomposition's constants, such as 1 − β₁.
  @Test(arguments: OperationCase.all)
  func fusedOperationsAreTheirDecompositions(_ sizes: OperationCase) {
    let recorder = RecordingEngine(over: CPUEngine(), .eager)
    let operands = sizes.operands(by: recorder).map {
      ScaledValue(given: ReferenceValue($0.storage.hostValues, shape: $0.shape))
    }
    let direct = ReferenceInterpreter(.direct).run(sizes.operation, on: operands)
    let decomposed = ReferenceInterpreter(.decomposed).run(sizes.operation, on: operands)
    for (expected, found) in zip(direct, decomposed) {
      let agreement = Agreement(found.value.values, expected, roundings: 1e-3)
      #expect(agreement.worst <= 1)
    }
  }

  /// 24 random bits are a float32 number in 0..<1: nothing is rounded, Philox decides every digit.
  @Test func uniformNumbersAreTheirBits() {
    let blocks = RandomBlocks(seed: 7 << 40, purpose: "bits")
    // The last blocks whose number fits 32 bits, and the first that do not.
    let fill = RandomFill(.uniform(low: 0, high: 1), blocks: blocks, first: (1 << 32) - 16)
    let operation = Operation.random(fill, [5, 130])
    let found = CPUEngine().run(operation, on: [])[0]
    #expect(found.hostValues == operation.reference().values)
  }
}
