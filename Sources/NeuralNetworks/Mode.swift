internal import TensorCore

/// Whether layers behave as in training or as in use.
///
/// Batch normalization, dropout and noise differ between the two. The mode is a property of what is
/// being done, not of the network: `inference { generator(z) }`.
public enum Mode: Sendable {
  /// Batch statistics, dropout and noise.
  case training
  /// Running averages, neither dropout nor noise.
  case inference

  /// The mode of the code being run; training unless said otherwise.
  @TaskLocal public static var current = Mode.training

  /// Runs `body` in this mode.
  public func callAsFunction<Result>(_ body: () throws -> Result) rethrows -> Result {
    try Mode.$current.withValue(self, operation: body)
  }
}

/// Runs `body` in inference mode without recording anything.
public func inference<Result>(_ body: () throws -> Result) rethrows -> Result {
  try Mode.inference { try withoutRecording { try body() } }
}
