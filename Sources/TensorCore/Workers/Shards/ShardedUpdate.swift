import Synchronization

/// The sum of all workers' gradients, for whoever reads it as a whole.
final class ShardedGradient: OwedValues {
  private let places: ShardedPlaces
  private let round: UInt64
  /// The sum, once it was needed.
  private let kept = Mutex<Storage?>(nil)

  init(in places: ShardedPlaces, round: UInt64) { (self.places, self.round) = (places, round) }

  func values() -> Storage {
    if !places.failure.isKnown {
      do { return try keep() } catch { places.failure.keep(error) }
    }
    return places.notNumbers
  }

  /// Waits for all gradients, and adds them up.
  @discardableResult
  func keep() throws -> Storage {
    try places.wait(until: .given, round)
    return keepSum()
  }

  /// Adds up the gradients, which are all there, before others may take their places.
  @discardableResult
  func keepSum() -> Storage {
    kept.withLock { kept in
      if let kept { return kept }
      let sum = Storage(count: places.count)
      places.forEachPart(of: 0..<places.count) { part, sources in
        nonisolated(unsafe) let (sources, target) = (sources, sum.base + part.lowerBound)
        ThreadPool.forEach(part.count, grain: 16 << 10) { piece in
          let start = part.lowerBound + piece.lowerBound
          addUp(sources, from: start, piece.count, into: target + piece.lowerBound)
        }
      }
      kept = sum
      return sum
    }
  }
}

/// A gradient, if anybody still needs it.
struct WeakGradient: @unchecked Sendable {
  // Sendable: written once, before anybody else sees it.
  private(set) weak var gradient: ShardedGradient?

  init(_ gradient: ShardedGradient?) { self.gradient = gradient }
}

/// An update of a parameter, of which this worker computes its shard.
final class ShardedUpdate: @unchecked Sendable {
  // Sendable: `compute` is called by whoever waits in the memory, one at a time; the rest is under a lock.

  private struct State {
    /// The parameter's value before, until this worker has updated its shard.
    var value: Storage?
  }

  private let places: ShardedPlaces
  private let round: UInt64
  private let update: ParameterUpdate
  /// How many updates there were with this one.
  private let number: Int
  private let sum: WeakGradient
  private let context = Context.current
  private let state: Mutex<State>

  init(
    in places: ShardedPlaces,
    round: UInt64,
    number: Int,
    by update: ParameterUpdate,
    of value: Storage,
    along sum: WeakGradient
  ) {
    (self.places, self.round, self.number) = (places, round, number)
    (self.update, self.sum) = (update, sum)
    state = Mutex(State(value: value))
  }

  /// Updates this worker's shard, once all gradients are there.
  func compute() -> Bool {
    guard places.isEverybody(at: .given, round) else { return false }
    context.run {
      sum.gradient?.keepSum()
      guard let value = state.withLock({ $0.value.take() }) else { return }
      places.forEachPart(of: places.shard(places.rank)) { part, gradients in
        Kernels.update(
          update,
          part,
          of: value.base,
          along: gradients,
          slots: (0..<places.layout.slots).map { places.slot($0) },
          into: places.value(after: number)
        )
      }
    }
    places.counter(.used, places.rank).advance(to: round)
    return true
  }

  /// Waits until all workers are done.
  func finish() throws { try places.wait(until: .used, round) }

  /// The parameter's new value, where all workers see it.
  var value: Storage {
    afterFinish {
      Storage(count: places.count, at: places.value(after: number), keptBy: places.memory)
    }
  }

  /// A slot after the update.
  func slot(_ index: Int) -> Storage {
    afterFinish {
      Storage(count: places.count) { values in
        values.baseAddress?.update(from: places.slot(index), count: places.count)
      }
    }
  }

  private func afterFinish(_ result: () -> Storage) -> Storage {
    if !places.failure.isKnown {
      do {
        try finish()
        return result()
      } catch { places.failure.keep(error) }
    }
    return places.notNumbers
  }
}

/// A parameter's value after an update.
final class ShardedValue: OwedValues {
  private let update: ShardedUpdate

  init(_ update: ShardedUpdate) { self.update = update }

  func values() -> Storage { update.value }
}

/// A slot after an update, which has to be read before the next one.
final class ShardedSlot: OwedValues {
  private let update: ShardedUpdate
  private let index: Int

  init(_ update: ShardedUpdate, _ index: Int) { (self.update, self.index) = (update, index) }

  func values() -> Storage { update.slot(index) }
}
