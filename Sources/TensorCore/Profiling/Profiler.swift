import Foundation
import Synchronization

/// Measures the time, the arithmetic and the memory traffic of each kernel.
///
/// Kernels report to the profiler of their context, if there is one; otherwise the check costs one
/// comparison.
public final class Profiler: Sendable {
  /// The totals of all calls of one kernel with the same sizes.
  public struct Row: Sendable {
    /// The operation, such as "conv2D", with its sizes if they matter.
    public let name: String
    /// The number of calls.
    public internal(set) var calls = 0
    /// The time of all calls in seconds, without that of kernels they called.
    public internal(set) var seconds = 0.0
    /// Additions and multiplications by the operation's definition, whatever the algorithm.
    public internal(set) var operations = 0.0
    /// Bytes of the operands, each counted once, and of the results.
    public internal(set) var bytes = 0.0
  }

  /// The work of one call.
  package struct Work {
    let operations: Double
    let bytes: Double

    /// Additions and multiplications, and the number of float32 values read or written.
    package init(operations: Double = 0, values: Int) {
      self.operations = operations
      bytes = Double(values * MemoryLayout<Float>.stride)
    }
  }

  private struct State {
    var rows: [String: Row] = [:]
    /// The time of nested calls for each call in progress, by thread.
    var inner: [Thread: [Double]] = [:]
  }

  private let state = Mutex(State())

  /// A profiler without measurements.
  public init() {}

  /// The kernels measured so far, the longest first.
  public var rows: [Row] { state.withLock { $0.rows.values.sorted { $0.seconds > $1.seconds } } }

  /// Measures the kernels that `body` runs, the longest first.
  ///
  /// `body` computes in the current context with a separate profiler.
  public static func profile<Failure: Error>(
    _ body: () throws(Failure) -> Void
  ) throws(Failure) -> [Row] {
    let profiler = Profiler()
    try Context.current.with(profiler: profiler).run(body)
    return profiler.rows
  }

  /// Runs a kernel and measures its time if the context has a profiler.
  @inline(__always)
  package static func measure<Result>(
    _ name: @autoclosure () -> String,
    _ work: @autoclosure () -> Work,
    _ body: () -> Result
  ) -> Result {
    guard let profiler = Context.current.profiler else { return body() }
    // A kernel ends on the thread that it began on.
    let thread = Thread()
    profiler.state.withLock { $0.inner[thread, default: []].append(0) }
    let start = ContinuousClock.now
    let result = body()
    let seconds = (ContinuousClock.now - start) / .seconds(1)
    profiler.add(name(), work(), seconds: seconds, on: thread)
    return result
  }

  private func add(_ name: String, _ work: Work, seconds: Double, on thread: Thread) {
    state.withLock { state in
      var open = state.inner.removeValue(forKey: thread) ?? []
      let inner = open.popLast() ?? 0
      if let last = open.indices.last {
        open[last] += seconds
        state.inner[thread] = open
      }
      var row = state.rows[name] ?? Row(name: name)
      row.calls += 1
      row.seconds += seconds - inner
      row.operations += work.operations
      row.bytes += work.bytes
      state.rows[name] = row
    }
  }

  /// The calling thread.
  private struct Thread: Hashable {
    private let identity = pthread_self()
  }

  /// A function's name without its labels, from `#function`.
  static func name(of function: StaticString) -> String {
    String("\(function)".prefix { $0 != "(" })
  }
}
