public import Testing

/// Expects that what an exit test's process left on standard error says all `parts`: that it stopped for the
/// reason meant, and not for another.
///
/// ```swift
/// expectMessage(
///   await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
///     _ = Dropout(rate: 1)
///   },
///   "Dropout: a rate of 1.0"
/// )
/// ```
public func expectMessage(
  _ result: ExitTest.Result?,
  _ parts: String...,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  let text = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
  for part in parts {
    #expect(text.contains(part), "\(text.prefix(300))", sourceLocation: sourceLocation)
  }
}
