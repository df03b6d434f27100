import TensorCore
import TestSupport
import Testing

/// The judge judged: gradient checks pass what is right and catch what is wrong.
@Suite struct GradientCheckTests {
  private let x = Tensor.sample([2, 3], from: 0.5, to: 1.5, seed: 1)
  private let y = Tensor.sample([2, 3], from: 0.5, to: 1.5, seed: 2)

  /// x² with a backward pass of one's choosing.
  private func square(
    _ x: Tensor,
    gradient: @escaping @Sendable (BackwardPass) -> Tensor
  ) -> Tensor {
    .recorded("square", (x * x).detached, inputs: [x], saving: [x]) { [gradient($0)] }
  }

  @Test func passesWhatIsRight() {
    #expect(
      gradientMismatches(
        of: { square($0[0]) { $0.gradient * $0.saved(0) * 2 } },
        at: [x]
      ).isEmpty
    )
    #expect(gradientMismatches(of: { $0[0] * $0[1] / ($0[0] + $0[1]) }, at: [x, y]).isEmpty)
  }

  @Test func catchesAWrongFactor() throws {
    let mismatches = gradientMismatches(
      of: { square($0[0]) { $0.gradient * $0.saved(0) * 2.02 } },
      at: [x],
      upTo: .first
    )
    let mismatch = try #require(mismatches.first)
    #expect(mismatches.count == 6)
    #expect(mismatch.comparison == .firstOrder)
    #expect(mismatch.operand == 0)
    #expect(mismatch.index == [0, 0])
    #expect(abs(mismatch.found / mismatch.expected - 1.01) < 1e-3)
  }

  @Test func namesTheOperandAndTheElement() throws {
    let spoilt = Tensor([0, 0, 0, 0, 0.1, 0], shape: [2, 3])
    let mismatches = gradientMismatches(
      of: { operands in
        .recorded(
          "product",
          (operands[0] * operands[1]).detached,
          inputs: operands,
          saving: operands
        ) { pass in [pass.gradient * pass.saved(1), pass.gradient * pass.saved(0) + spoilt] }
      },
      at: [x, y],
      upTo: .first
    )
    let mismatch = try #require(mismatches.first)
    #expect(mismatches.count == 1)
    #expect(mismatch.operand == 1)
    #expect(mismatch.index == [1, 1])
    #expect("\(mismatch)".contains("operand 1 at [1, 1]: expected "))
  }

  @Test func catchesAFusedGradientThatDiffers() {
    let mismatches = gradientMismatches(
      of: {
        square($0[0]) { $0.gradient * $0.saved(0) * ($0.createsGraph ? 2 : 2.0005) }
      },
      at: [x],
      upTo: .first
    )
    #expect(mismatches.contains { $0.comparison == .recordedAgainstFused })
  }

  /// The first order is right; the second sees a constant where the gradient depends on x.
  @Test func catchesAGradientThatIsNotDifferentiable() {
    let mismatches = gradientMismatches(
      of: { square($0[0]) { $0.gradient * $0.saved(0).detached * 2 } },
      at: [x]
    )
    #expect(!mismatches.isEmpty)
    #expect(mismatches.allSatisfy { $0.comparison == .secondOrder && $0.operand == 0 })
  }

  /// The gradient that came in is treated as a constant.
  @Test func catchesALostWayThroughTheIncomingGradient() {
    let mismatches = gradientMismatches(
      of: { square($0[0]) { $0.gradient.detached * $0.saved(0) * 2 } },
      at: [x]
    )
    #expect(mismatches.contains { $0.comparison == .secondOrder && $0.operand == nil })
  }

  @Test func catchesWhatIsNotANumber() {
    let mismatches = gradientMismatches(
      of: { square($0[0]) { $0.gradient * .nan } },
      at: [x],
      upTo: .first
    )
    #expect(mismatches.count >= 6)
  }

  @Test func recordsAnIssue() {
    withKnownIssue {
      checkGradients(of: { square($0[0]) { $0.gradient * $0.saved(0) } }, at: [x], upTo: .first)
    } matching: {
      "\($0)".contains("operand 0 at [")
    }
    withKnownIssue { expectClose(x, y.scalars.map(Double.init), absolute: 1e-3, "x and y") }
    withKnownIssue { expectClose(Tensor([.nan]), [1], absolute: .infinity, "not a number") }
    expectClose(Tensor([.nan, .infinity]), [.nan, .infinity])
  }
}
