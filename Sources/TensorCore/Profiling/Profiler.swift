import Synchronization

/// Tells how long each kernel took, how much it computed and how much memory it touched.
///
/// Kernels report themselves while a profile is taken; otherwise they cost one comparison.
public enum Profiler {
  /// What calls of one kernel with the same sizes came to.
  public struct Row: Sendable {
    /// What was computed, such as "conv2D", and for which sizes where they matter.
    public let name: String
    /// The number of calls.
    public internal(set) var calls = 0
    /// The time of all calls together, in seconds, without that of kernels they called.
    public internal(set) var seconds = 0.0
    /// Additions and multiplications by the operation's definition, whatever the algorithm.
    public internal(set) var operations = 0.0
    /// Bytes of the operands, each read once, and of the results.
    public internal(set) var bytes = 0.0
  }

  /// What a call computes and touches.
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
    /// For each call that has not ended, the time of the calls within.
    var inner: [Double] = []
  }

  private static let isOn = Atomic<Bool>(false)
  private static let state = Mutex(State())

  /// What the kernels that `body` runs take, the longest first.
  ///
  /// Nothing else may compute at the time: there is one profile for the whole process.
  public static func profile<Failure: Error>(
    _ body: () throws(Failure) -> Void
  ) throws(Failure) -> [Row] {
    state.withLock { $0 = State() }
    isOn.store(true, ordering: .relaxed)
    defer { isOn.store(false, ordering: .relaxed) }
    try body()
    return state.withLock { $0.rows.values.sorted { $0.seconds > $1.seconds } }
  }

  /// Runs a kernel, and takes its time if a profile is being taken.
  @inline(__always)
  package static func measure<Result>(
    _ name: @autoclosure () -> String,
    _ work: @autoclosure () -> Work,
    _ body: () -> Result
  ) -> Result {
    guard isOn.load(ordering: .relaxed) else { return body() }
    state.withLock { $0.inner.append(0) }
    let start = ContinuousClock.now
    let result = body()
    add(name(), work(), seconds: (ContinuousClock.now - start) / .seconds(1))
    return result
  }

  private static func add(_ name: String, _ work: Work, seconds: Double) {
    state.withLock { state in
      let inner = state.inner.popLast() ?? 0
      if let last = state.inner.indices.last { state.inner[last] += seconds }
      var row = state.rows[name] ?? Row(name: name)
      row.calls += 1
      row.seconds += seconds - inner
      row.operations += work.operations
      row.bytes += work.bytes
      state.rows[name] = row
    }
  }

  /// A function's name without its labels, from `#function`.
  static func name(of function: StaticString) -> String {
    String("\(function)".prefix { $0 != "(" })
  }
}
