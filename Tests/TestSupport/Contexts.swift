public import TensorCore

/// Runs `body` with a number of threads.
public func withThreads<Result, Failure: Error>(
  _ count: Int,
  _ body: () throws(Failure) -> Result
) throws(Failure) -> Result {
  try Context.current.with(threadCount: count).run(body)
}

/// Runs `body` under a policy for convolution algorithms, without choices made before.
public func withPolicy<Result, Failure: Error>(
  _ policy: ConvolutionPolicy,
  _ body: () throws(Failure) -> Result
) throws(Failure) -> Result {
  try Context.current.with(policy: policy).run(body)
}

extension Context {
  /// Runs `body` in this context in so many tasks at once.
  public func runTasks(_ count: Int, _ body: @escaping @Sendable () -> Void) async {
    await Self.$current.withValue(self) {
      await withTaskGroup { group in
        for _ in 0..<count { group.addTask { body() } }
      }
    }
  }
}
