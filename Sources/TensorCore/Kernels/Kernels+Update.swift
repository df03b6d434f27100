import CKernels

extension Kernels {
  /// A parameter and its slots after an update, from the operands of `Operation.update`; written in place if
  /// nobody else holds them.
  static func update(_ update: ParameterUpdate, _ operands: inout [Operand]) -> [Storage] {
    for index in operands.indices where index != 1 {
      operands[index].storage = owned(&operands[index].storage)
    }
    nonisolated(unsafe) let gradients = operands[1].storage.base
    nonisolated(unsafe) let values = operands[0].storage.base
    nonisolated(unsafe) let slots = operands.dropFirst(2).map(\.storage.base)
    ThreadPool.forEach(operands[0].storage.count, grain: 16384) { range in
      let start = range.lowerBound
      let part = ParameterPart(
        count: range.count,
        values: values + start,
        gradients: gradients + start,
        slots: slots.map { $0 + start },
        target: values + start
      )
      part.forEachChanged(by: update.changes) { update.rule.move($0) }
    }
    return operands.indices.filter { $0 != 1 }.map { operands[$0].storage }
  }

  /// Updates a part of a parameter along the sum of several gradients.
  ///
  /// - Parameters:
  ///   - update: The operation.
  ///   - range: The elements, which begin at a multiple of 16.
  ///   - values: The parameter's first element.
  ///   - gradients: The first element of each gradient.
  ///   - slots: The first element of each slot.
  ///   - target: Where the updated parameter's first element goes.
  static func update(
    _ update: ParameterUpdate,
    _ range: Range<Int>,
    of values: UnsafePointer<Float>,
    along gradients: [UnsafeMutablePointer<Float>],
    slots: [UnsafeMutablePointer<Float>],
    into target: UnsafeMutablePointer<Float>
  ) {
    nonisolated(unsafe) let (values, gradients, slots, target) = (values, gradients, slots, target)
    ThreadPool.forEach(range.count, grain: 16384) { part in
      withUnsafeTemporaryAllocation(
        byteCount: ParameterPart.chunk * MemoryLayout<Float>.stride,
        alignment: 64
      ) { memory in
        guard let sums = memory.bindMemory(to: Float.self).baseAddress else { return }
        for first in stride(from: part.lowerBound, to: part.upperBound, by: ParameterPart.chunk) {
          let start = range.lowerBound + first
          let count = min(ParameterPart.chunk, part.upperBound - first)
          if gradients.count > 1 { addUp(gradients, from: start, count, into: sums) }
          let chunk = ParameterPart(
            count: count,
            values: values + start,
            gradients: gradients.count > 1 ? sums : gradients[0] + start,
            slots: slots.map { $0 + start },
            target: target + start
          )
          chunk.forEachChanged(by: update.changes) { update.rule.move($0) }
        }
      }
    }
  }

  /// a plus a share of the distance to b; in place of a if nobody else holds it.
  static func interpolate(_ a: inout Storage, _ b: Storage, by share: Float) -> Storage {
    let result = owned(&a)
    nonisolated(unsafe) let (values, targets) = (result.vectors, b.vectors)
    nonisolated(unsafe) let written = result.mutableVectors
    ThreadPool.forEach(result.vectorCount, grain: 2048) { range in
      for index in range {
        written[index] = values[index] + share * (targets[index] - values[index])
      }
    }
    return result
  }

  /// The storage, if nobody else holds it, or a copy.
  static func owned(_ storage: inout Storage) -> Storage {
    guard isKnownUniquelyReferenced(&storage), let own = storage.writable else {
      return copy(storage)
    }
    // What another engine has of the values would be out of date.
    own.keep(nil)
    return own
  }
}

/// Some elements of a parameter, their gradients, their slots, and where the updated elements go.
private struct ParameterPart {
  let count: Int
  let values: UnsafePointer<Float>
  let gradients: UnsafePointer<Float>
  let slots: [UnsafeMutablePointer<Float>]
  /// Where the elements are, or other memory.
  let target: UnsafeMutablePointer<Float>

  /// A chunk of gradients, elements and slots fits the first-level cache.
  static let chunk = 1024

  /// Calls `body` chunk by chunk with this part and its changed gradients, which are in separate memory.
  func forEachChanged(
    by changes: [ParameterUpdate.GradientChange],
    _ body: (ParameterPart) -> Void
  ) {
    guard !changes.isEmpty else { return body(self) }
    withUnsafeTemporaryAllocation(
      byteCount: Self.chunk * MemoryLayout<Float>.stride,
      alignment: 64
    ) { memory in
      guard let changed = memory.bindMemory(to: Float.self).baseAddress else { return }
      for start in stride(from: 0, to: count, by: Self.chunk) {
        let length = min(Self.chunk, count - start)
        changed.update(from: gradients + start, count: length)
        for change in changes { change.apply(to: changed, of: values + start, count: length) }
        body(
          ParameterPart(
            count: length,
            values: values + start,
            gradients: changed,
            slots: slots.map { $0 + start },
            target: target + start
          )
        )
      }
    }
  }
}

extension ParameterUpdate.GradientChange {
  fileprivate func apply(
    to gradients: UnsafeMutablePointer<Float>,
    of values: UnsafePointer<Float>,
    count: Int
  ) {
    switch self {
    case .weightDecay(let rate):
      guard rate > 0 else { return }
      for i in 0..<count { gradients[i] += values[i] * rate }
    case .clamp(let bound):
      // NaN stays NaN.
      for i in 0..<count {
        let value = gradients[i]
        gradients[i] = value < -bound ? -bound : value > bound ? bound : value
      }
    }
  }
}

extension ParameterUpdate.Rule {
  /// Updates a part.
  ///
  /// Vectors may reach past the elements into memory that belongs to the storages and whose contents are
  /// undefined.
  fileprivate func move(_ part: ParameterPart) {
    let (p, g, target) = (part.values, part.gradients, part.target)
    switch self {
    case .adam(let rate, let rootScale, let beta1, let beta2, let epsilon, let remaining):
      let (keep1, keep2) = (1 - beta1, 1 - beta2)
      let (p, g, target) = (vectors(p), vectors(g), vectors(target))
      let (m, v) = (vectors(part.slots[0]), vectors(part.slots[1]))
      for i in 0..<(part.count + 7) / 8 {
        let gradient = g[i]
        let mean = m[i] + keep1 * (gradient - m[i])
        let square = v[i] + keep2 * (gradient * gradient - v[i])
        (m[i], v[i]) = (mean, square)
        target[i] =
          p[i] * remaining - rate * mean / (forger_square_root(square) * rootScale + epsilon)
      }
    case .gradientDescent(let rate, let remaining):
      for i in 0..<part.count { target[i] = p[i] * remaining - rate * g[i] }
    case .momentum(let momentum, let gathered, let ofVelocity, let ofGradient, let remaining):
      let v = part.slots[0]
      for i in 0..<part.count {
        v[i] = momentum * v[i] + gathered * g[i]
        target[i] = p[i] * remaining + (ofVelocity * v[i] + ofGradient * g[i])
      }
    }
  }

  private func vectors(_ elements: UnsafeMutablePointer<Float>) -> UnsafeMutablePointer<Vector> {
    UnsafeMutableRawPointer(elements).assumingMemoryBound(to: Vector.self)
  }

  private func vectors(_ elements: UnsafePointer<Float>) -> UnsafePointer<Vector> {
    UnsafeRawPointer(elements).assumingMemoryBound(to: Vector.self)
  }
}
