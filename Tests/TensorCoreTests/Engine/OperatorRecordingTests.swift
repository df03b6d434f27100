import TensorCore
import TestSupport
import Testing

/// Every operator of the public interface, recorded forward, backward and twice backward.
@Suite struct OperatorRecordingTests {
  @Test(arguments: OperatorCase.all) func agreesWithTheReference(_ test: OperatorCase) {
    let recorder = RecordingEngine(over: CPUEngine(), .eager)
    Context.current.with(engine: recorder).run { test.differentiate() }
    let record = recorder.record
    #expect(!record.steps.isEmpty)
    record.expectAgreement(test.testDescription)
    record.expectAgreement(with: ReferenceInterpreter(.decomposed), test.testDescription)
    // A few dozen operations, each of which hands on the errors of those before.
    let drift = Drift(of: record, by: ReferenceInterpreter(), magnitudesFrom: .entered)
    #expect(drift.steps.last.map { $0 < 1e-6 } ?? false)
  }
}

extension OperatorCase {
  /// Values, fused gradients, gradients that can be differentiated, and gradients of those.
  func differentiate() {
    let leaves = operands.map(\.tracked)
    let output = function(leaves)
    let seed = Tensor.sample(output.shape, from: 0.5, to: 1.5, seed: 101)
    _ = gradients(of: output, seededWith: seed, withRespectTo: leaves)
    let slopes = gradients(
      of: output,
      seededWith: seed.tracked,
      withRespectTo: leaves,
      createsGraph: true
    )
    let sums = slopes.enumerated().map { index, slope in
      (slope * .sample(slope.shape, from: 0.5, to: 1.5, seed: UInt64(201 + index))).sum()
    }
    guard let first = sums.first else { return }
    _ = gradients(of: sums.dropFirst().reduce(first, +), withRespectTo: leaves)
  }
}
