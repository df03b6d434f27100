public import Testing

extension Record {
  /// Records an issue for every operation whose results are further from the reference than float32's
  /// rounding takes them, each operation computed from the operands that the engine had.
  public func expectAgreement(
    with interpreter: ReferenceInterpreter = ReferenceInterpreter(),
    _ comment: String = "",
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let wrong = comparisons(with: interpreter).enumerated().filter { !($0.element.worst <= 1) }
    // The first few tell what is wrong: what follows computes with it.
    for (index, comparison) in wrong.prefix(4) {
      let shapes = comparison.step.operands.map(\.shape)
      let errors = comparison.agreements.map { "\($0.worst) at \($0.place)" }
      Issue.record(
        """
        \(comment) step \(index) of \(steps.count), \(comparison.step.operation) of \(shapes): errors of \
        \(errors.joined(separator: " and ")) of what is allowed
        """,
        sourceLocation: sourceLocation
      )
    }
  }
}
