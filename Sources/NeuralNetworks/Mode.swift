internal import TensorCore

/// Whether layers behave as in training or as in inference.
///
/// Batch normalization, dropout and noise differ between the two. The mode is a property of the computation,
/// not of the network: `inference { generator(z) }`.
public enum Mode: Sendable {
  /// Batch statistics, dropout and noise.
  case training
  /// Running averages, neither dropout nor noise.
  case inference

  /// The current mode; training by default.
  @TaskLocal public static var current = Mode.training

  /// Runs `body` in this mode.
  public func callAsFunction<Result>(_ body: () throws -> Result) rethrows -> Result {
    try Mode.$current.withValue(self, operation: body)
  }
}

/// Runs `body` in inference mode without recording.
public func inference<Result>(_ body: () throws -> Result) rethrows -> Result {
  try Mode.inference { try withoutRecording { try body() } }
}
