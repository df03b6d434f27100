import Preconditions
import Synchronization

/// A parameter that workers which see the same memory update together, each of them a shard.
///
/// Each worker puts its gradient, or the factors of it, into that memory. It adds up its shard of all gradients, in the
/// order of workers, updates that shard of the parameter by slots that it alone changes, and takes the other shards from
/// the others. So none computes what another one computes, too, and no sum is written anywhere.
///
/// All workers give the same gradients and updates in the same order. Values take turns at two places, so that all
/// workers can compute with one while the next one is written.
///
/// Source: Rajbhandari et al. 2020, "ZeRO: Memory Optimizations Toward Training Trillion Parameter Models", section 5.1,
/// the partitioning of the optimizer's state.
package final class ShardedParameter: Sendable {
  private struct State {
    /// The gradients that this worker has given.
    var round: UInt64 = 0
    /// The storage of the last one.
    weak var storage: Storage?
    /// The update along it, until it is known to be over.
    var update: ShardedUpdate?
    /// The updates so far.
    var updates = 0
    /// The last two values, by the place that they are in.
    var values = [WeakStorage(), WeakStorage()]
    /// Whether the slots are in the memory.
    var hasSlots = false
  }

  private let places: ShardedPlaces
  private let state = Mutex(State())

  private init(_ places: ShardedPlaces) { self.places = places }

  /// The elements from which a parameter is worth the waiting.
  private static let leastCount = 32 << 10

  /// The parameters of these shapes that workers update in shards, with so many slots each: `nil` for each that they do
  /// not, as it is small, or as they have no memory in common.
  fileprivate static func all(
    of shapes: [Shape],
    slots: Int,
    rank: Int,
    size: Int,
    with workers: any Workers,
    _ failure: BatchShare.Failure
  ) throws -> [ShardedParameter?] {
    let layouts = shapes.map { shape in
      shape.elementCount < leastCount ? nil : ShardedLayout(of: shape, slots: slots, size: size)
    }
    let byteCount = layouts.reduce(0) { $0 + ($1?.byteCount ?? 0) }
    guard byteCount > 0, let memory = try workers.commonMemory(byteCount: byteCount) else {
      return shapes.map { _ in nil }
    }
    var start = memory.start
    return layouts.map { layout in
      layout.map { layout in
        defer { start += layout.byteCount }
        return ShardedParameter(
          ShardedPlaces(
            layout: layout,
            rank: rank,
            memory: memory,
            start: start,
            failure: failure
          )
        )
      }
    }
  }

  /// Gives this worker's gradient.
  ///
  /// - Returns: The sum of all workers' gradients, owed until it is read; not numbers if a worker is gone.
  package func add(_ gradient: Tensor) -> Tensor {
    state.withLock { state in
      finishRound(of: &state)
      state.round += 1
      // Whoever still has the last value but one loses its place to the next one.
      let turn = places.turn(after: state.updates + 1)
      if let last = state.values[turn].storage.take(), last.isEvaluated { last.moveToOwnMemory() }
      places.give(gradient)
      places.counter(.given, places.rank).advance(to: state.round)
      let sum = ShardedGradient(in: places, round: state.round)
      let storage = Storage(count: places.count, owed: sum)
      (state.storage, state.update) = (storage, nil)
      return Tensor(storage, shape: gradient.shape)
    }
  }

  /// Makes sure that all workers are done with the last gradients, so that others may take their places.
  private func finishRound(of state: inout State) {
    let round = state.round
    if round == 0 || places.failure.isKnown { return }
    do {
      if let update = state.update {
        try update.finish()
      } else {
        try (state.storage?.owedValues as? ShardedGradient)?.keep()
        places.counter(.used, places.rank).advance(to: round)
        try places.wait(until: .used, round)
      }
    } catch { places.failure.keep(error) }
  }

  /// Whether a gradient is the one that `add` returned last.
  package func isGradient(_ gradient: Tensor) -> Bool {
    state.withLock { $0.storage === gradient.storage && $0.update == nil }
  }

  /// Starts to update the parameter along the last gradient.
  ///
  /// - Parameters:
  ///   - update: The operation.
  ///   - value: The parameter's value.
  ///   - slots: The parameter's slots.
  /// - Returns: The parameter's new value and its new slots, owed until they are read.
  func update(
    _ update: ParameterUpdate,
    of value: Storage,
    slots: [Tensor]
  ) -> (value: Storage, slots: [Storage]) {
    value.evaluate()
    return state.withLock { state in
      if !state.hasSlots {
        for (index, slot) in slots.enumerated() {
          let start = places.shard(places.rank).lowerBound
          let count = places.shard(places.rank).count
          (places.slot(index) + start).update(from: slot.storage.base + start, count: count)
        }
        state.hasSlots = true
      }
      state.updates += 1
      let round = ShardedUpdate(
        in: places,
        round: state.round,
        number: state.updates,
        by: update,
        of: value,
        along: WeakGradient(state.storage?.owedValues as? ShardedGradient)
      )
      state.update = round
      places.memory.leave { round.compute() }
      let changed = Storage(count: places.count, owed: ShardedValue(round))
      state.values[places.turn(after: state.updates)].storage = changed
      return (
        changed,
        slots.indices.map { Storage(count: places.count, owed: ShardedSlot(round, $0)) }
      )
    }
  }

  /// A value, if anybody still has it.
  private struct WeakStorage {
    weak var storage: Storage?
  }

  /// Takes the slots anew from those of the next update.
  package func forgetSlots() { state.withLock { $0.hasSlots = false } }

  /// Whether workers of the given share have it.
  package func belongs(to share: BatchShare) -> Bool { places.failure === share.failure }
}

extension BatchShare {
  /// The parameters of these shapes that workers which see the same memory update in shards.
  ///
  /// All workers must ask for them.
  ///
  /// - Parameters:
  ///   - shapes: The parameters' shapes.
  ///   - slots: The slots of each.
  /// - Returns: `nil` for each that every worker has to update for itself.
  package func shardedParameters(of shapes: [Shape], slots: Int) -> [ShardedParameter?] {
    if !failure.isKnown {
      do {
        return try ShardedParameter.all(
          of: shapes,
          slots: slots,
          rank: rank,
          size: size,
          with: workers,
          failure
        )
      } catch { failure.keep(error) }
    }
    return shapes.map { _ in nil }
  }
}
