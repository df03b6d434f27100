import TensorCore

/// Runs `body` with a number of threads, and sets the number back.
public func withThreads<Result>(_ count: Int, _ body: () -> Result) -> Result {
  let before = ThreadPool.threadCount
  ThreadPool.threadCount = count
  defer { ThreadPool.threadCount = before }
  return body()
}
