extension ParameterPart {
  /// So many gradients, elements and slots fit the first-level cache.
  private static var chunk: Int { 1024 }

  /// Calls `body` with this part, its gradients changed by the hooks: chunk after chunk, in memory of the
  /// hooks' own.
  func forEachChanged(
    by hooks: [any ElementwiseGradientHook],
    _ body: (ParameterPart) -> Void
  ) {
    guard !hooks.isEmpty else { return body(self) }
    withUnsafeTemporaryAllocation(
      byteCount: Self.chunk * MemoryLayout<Float>.stride,
      alignment: 64
    ) { memory in
      guard let changed = memory.bindMemory(to: Float.self).baseAddress else { return }
      for start in stride(from: 0, to: count, by: Self.chunk) {
        let length = min(Self.chunk, count - start)
        changed.update(from: gradients + start, count: length)
        for hook in hooks { hook.change(changed, of: values + start, count: length) }
        body(
          ParameterPart(
            count: length,
            values: values + start,
            gradients: UnsafePointer(changed),
            slots: slots.map { $0 + start }
          )
        )
      }
    }
  }
}
