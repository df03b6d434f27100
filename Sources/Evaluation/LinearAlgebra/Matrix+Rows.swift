import TensorCore

extension Matrix {
  /// What `body` makes of each row, computed on all threads.
  func parallelRows<Value: Sendable>(
    _ body: @Sendable (_ row: Int, _ values: UnsafeBufferPointer<Double>) -> Value
  ) -> [Value] {
    values.withUnsafeBufferPointer { values in
      nonisolated(unsafe) let values = values
      return parallelMap(rows) { row in
        let range = row * columns..<(row + 1) * columns
        return body(row, UnsafeBufferPointer(rebasing: values[range]))
      }
    }
  }
}

/// What `body` makes of 0..<`count`, in order, computed on all threads.
func parallelMap<Value: Sendable>(_ count: Int, _ body: @Sendable (Int) -> Value) -> [Value] {
  [Value](unsafeUninitializedCapacity: count) { buffer, initialized in
    if let start = buffer.baseAddress {
      nonisolated(unsafe) let base = start
      ThreadPool.forEachIndex(count) { (base + $0).initialize(to: body($0)) }
    }
    initialized = count
  }
}
