public import Testing

/// Lets the tests that carry it run one at a time, whatever suite or target they are in.
///
/// Each thread that computes gets an OpenMP team of its own, whose members wait for work busily: two
/// tests at once on two cores take many times as long as one after the other. It also keeps tests
/// that set the number of threads away from the others.
public struct OneAtATime: SuiteTrait, TestTrait, TestScoping {
  /// Suites hand the trait on to their tests.
  public var isRecursive: Bool { true }

  /// Only what computes waits: not suites, nor the test function of many cases.
  public func scopeProvider(for test: Test, testCase: Test.Case?) -> OneAtATime? {
    testCase == nil ? nil : self
  }

  /// Waits for its turn, runs the test, and passes the turn on.
  public func provideScope(
    for test: Test,
    testCase: Test.Case?,
    performing function: @Sendable () async throws -> Void
  ) async throws {
    await Turn.shared.take()
    do {
      try await function()
    } catch {
      await Turn.shared.pass()
      throw error
    }
    await Turn.shared.pass()
  }
}

extension Trait where Self == OneAtATime {
  /// The test runs while no other one with this trait does.
  public static var oneAtATime: Self { Self() }
}

private actor Turn {
  static let shared = Turn()

  private var isTaken = false
  private var waiting: [CheckedContinuation<Void, Never>] = []

  func take() async {
    if !isTaken {
      isTaken = true
      return
    }
    await withCheckedContinuation { waiting.append($0) }
  }

  func pass() {
    if waiting.isEmpty { isTaken = false } else { waiting.removeFirst().resume() }
  }
}
