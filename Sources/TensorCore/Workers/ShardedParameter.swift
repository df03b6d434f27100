import Preconditions
import Synchronization

/// A parameter that workers which see the same memory update together, each of them a shard.
///
/// Each worker puts its gradient into that memory. It adds up its shard of all gradients, in the order of workers, updates
/// that shard of the parameter by slots that it alone changes, and takes the other shards from the others. So none computes
/// what another one computes, too, and no sum is written anywhere.
///
/// All workers give the same gradients and updates in the same order.
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
    /// Whether the slots are in the memory.
    var hasSlots = false
  }

  private let places: Places
  private let state = Mutex(State())

  private init(_ places: Places) { self.places = places }

  /// The elements from which a parameter is worth the waiting.
  private static let leastCount = 32 << 10

  /// The parameters of these numbers of elements that workers update in shards, with so many slots each: `nil` for each
  /// that they do not, as it is small, or as they have no memory in common.
  fileprivate static func all(
    ofCounts counts: [Int],
    slots: Int,
    rank: Int,
    size: Int,
    with workers: any Workers,
    _ failure: BatchShare.Failure
  ) throws -> [ShardedParameter?] {
    let layouts = counts.map { count in
      count < leastCount ? nil : Layout(count: count, slots: slots, size: size)
    }
    let byteCount = layouts.reduce(0) { $0 + ($1?.byteCount ?? 0) }
    guard byteCount > 0, let memory = try workers.commonMemory(byteCount: byteCount) else {
      return counts.map { _ in nil }
    }
    var start = memory.start
    return layouts.map { layout in
      layout.map { layout in
        defer { start += layout.byteCount }
        return ShardedParameter(
          Places(layout: layout, rank: rank, memory: memory, start: start, failure: failure)
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
      gradient.withUnsafeBuffer { values in
        guard let start = values.baseAddress else { return }
        let target = places.gradients(places.rank)
        nonisolated(unsafe) let (source, destination) = (start, target)
        ThreadPool.forEach(values.count, grain: 16 << 10) { part in
          (destination + part.lowerBound).update(from: source + part.lowerBound, count: part.count)
        }
      }
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
  ///   - value: The parameter's value, which is changed in place if nobody else holds it.
  ///   - slots: The parameter's slots.
  /// - Returns: The parameter's new value and its new slots, owed until they are read.
  func update(
    _ update: ParameterUpdate,
    of value: inout Storage,
    slots: [Tensor]
  ) -> (value: Storage, slots: [Storage]) {
    let own = Kernels.owned(&value)
    return state.withLock { state in
      if !state.hasSlots {
        for (index, slot) in slots.enumerated() {
          let start = places.shard(places.rank).lowerBound
          let count = places.shard(places.rank).count
          (places.slot(index) + start).update(from: slot.storage.base + start, count: count)
        }
        state.hasSlots = true
      }
      let sum = WeakGradient(state.storage?.owedValues as? ShardedGradient)
      let round = ShardedUpdate(in: places, round: state.round, by: update, of: own, along: sum)
      state.update = round
      places.memory.leave { round.compute() }
      return (
        Storage(count: places.count, owed: ShardedValue(round)),
        slots.indices.map { Storage(count: places.count, owed: ShardedSlot(round, $0)) }
      )
    }
  }

  /// Takes the slots anew from those of the next update.
  package func forgetSlots() { state.withLock { $0.hasSlots = false } }

  /// Whether workers of the given share have it.
  package func belongs(to share: BatchShare) -> Bool { places.failure === share.failure }
}

extension BatchShare {
  /// The parameters of these numbers of elements that workers which see the same memory update in shards.
  ///
  /// All workers must ask for them.
  ///
  /// - Parameters:
  ///   - counts: The elements of each parameter.
  ///   - slots: The slots of each.
  /// - Returns: `nil` for each that every worker has to update for itself.
  package func shardedParameters(ofCounts counts: [Int], slots: Int) -> [ShardedParameter?] {
    if !failure.isKnown {
      do {
        return try ShardedParameter.all(
          ofCounts: counts,
          slots: slots,
          rank: rank,
          size: size,
          with: workers,
          failure
        )
      } catch { failure.keep(error) }
    }
    return counts.map { _ in nil }
  }
}

/// The sizes of what a parameter has in the memory.
private struct Layout {
  let count: Int
  let slots: Int
  let size: Int

  /// The elements of a tensor, and room for a whole vector after the last one, in whole lines of the cache.
  var padded: Int { (count + 31) / 16 * 16 }

  var counterBytes: Int { size * Places.Step.allCases.count * CommonCounter.stride }

  /// Counters, a gradient for each worker, the new value, and the slots.
  var byteCount: Int { counterBytes + (size + 1 + slots) * padded * MemoryLayout<Float>.stride }
}

/// Where in the memory what a parameter has is.
private struct Places: @unchecked Sendable {
  // Sendable: addresses that never change; counters say who may use what is behind them.

  /// What a worker counts.
  enum Step: Int, CaseIterable {
    /// The gradients that it has given.
    case given
    /// Those that it needs no longer: it has written its shard of the new value, if there was an update.
    case used
  }

  let layout: Layout
  let rank: Int
  let memory: any CommonMemory
  let start: UnsafeMutableRawPointer
  let failure: BatchShare.Failure

  var count: Int { layout.count }
  var size: Int { layout.size }

  func counter(_ step: Step, _ rank: Int) -> CommonCounter {
    CommonCounter(
      at: start + (rank * Step.allCases.count + step.rawValue) * CommonCounter.stride
    )
  }

  func isEverybody(at step: Step, _ round: UInt64) -> Bool {
    (0..<size).allSatisfy { counter(step, $0).value >= round }
  }

  /// Waits until all workers have counted so far.
  func wait(until step: Step, _ round: UInt64) throws {
    try memory.wait { isEverybody(at: step, round) }
  }

  func gradients(_ rank: Int) -> UnsafeMutablePointer<Float> { tensor(rank) }

  /// The new value, to which each worker writes its shard.
  var value: UnsafeMutablePointer<Float> { tensor(size) }

  func slot(_ index: Int) -> UnsafeMutablePointer<Float> { tensor(size + 1 + index) }

  private func tensor(_ index: Int) -> UnsafeMutablePointer<Float> {
    (start + layout.counterBytes).assumingMemoryBound(to: Float.self) + index * layout.padded
  }

  /// What stands for numbers that cannot be had.
  var notNumbers: Storage { Tensor(repeating: .nan, shape: [count]).storage }

  /// A worker's part of the elements, of whole lines of the cache.
  func shard(_ rank: Int) -> Range<Int> {
    let length = ((count + size - 1) / size + 15) / 16 * 16
    let start = min(rank * length, count)
    return start..<min(start + length, count)
  }
}

/// The sum of all workers' gradients, for whoever reads it as a whole.
private final class ShardedGradient: OwedValues {
  private let places: Places
  private let round: UInt64
  /// The sum, once it was needed.
  private let kept = Mutex<Storage?>(nil)

  init(in places: Places, round: UInt64) { (self.places, self.round) = (places, round) }

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
      nonisolated(unsafe) let target = sum.base
      nonisolated(unsafe) let sources = (0..<places.size).map { places.gradients($0) }
      ThreadPool.forEach(places.count, grain: 16 << 10) { part in
        addUp(sources, from: part.lowerBound, part.count, into: target + part.lowerBound)
      }
      kept = sum
      return sum
    }
  }
}

/// A gradient, if anybody still needs it.
private struct WeakGradient: @unchecked Sendable {
  // Sendable: written once, before anybody else sees it.
  private(set) weak var gradient: ShardedGradient?

  init(_ gradient: ShardedGradient?) { self.gradient = gradient }
}

/// An update of a parameter, of which this worker computes its shard.
private final class ShardedUpdate: @unchecked Sendable {
  // Sendable: `compute` is called by whoever waits in the memory, one at a time; the rest is under a lock.

  private struct State {
    var isFinished = false
    /// The parameter's value, until it is taken.
    var value: Storage?
  }

  private let places: Places
  private let round: UInt64
  private let update: ParameterUpdate
  /// The parameter's first element.
  private let elements: UnsafeMutablePointer<Float>
  private let sum: WeakGradient
  private let context = Context.current
  private let state: Mutex<State>

  init(
    in places: Places,
    round: UInt64,
    by update: ParameterUpdate,
    of value: Storage,
    along sum: WeakGradient
  ) {
    (self.places, self.round, self.update, self.sum) = (places, round, update, sum)
    elements = value.base
    state = Mutex(State(value: value))
  }

  /// Updates this worker's shard, once all gradients are there.
  func compute() -> Bool {
    guard places.isEverybody(at: .given, round) else { return false }
    context.run {
      sum.gradient?.keepSum()
      Kernels.update(
        update,
        places.shard(places.rank),
        of: elements,
        along: (0..<places.size).map { places.gradients($0) },
        slots: (0..<places.layout.slots).map { places.slot($0) },
        copyingTo: places.value
      )
    }
    places.counter(.used, places.rank).advance(to: round)
    return true
  }

  /// Waits until all workers are done, and takes their shards.
  func finish() throws { try state.withLock { try finish(&$0) } }

  private func finish(_ state: inout State) throws {
    if state.isFinished { return }
    try places.wait(until: .used, round)
    nonisolated(unsafe) let (source, target) = (places.value, elements)
    for rank in 0..<places.size where rank != places.rank {
      let shard = places.shard(rank)
      ThreadPool.forEach(shard.count, grain: 16 << 10) { part in
        let start = shard.lowerBound + part.lowerBound
        (target + start).update(from: source + start, count: part.count)
      }
    }
    state.isFinished = true
  }

  /// The parameter's new value, which is taken once.
  func takeValue() -> Storage { afterFinish { $0.value.take() } }

  /// A slot after the update.
  func slot(_ index: Int) -> Storage {
    afterFinish { _ in
      Storage(count: places.count) { values in
        values.baseAddress?.update(from: places.slot(index), count: places.count)
      }
    }
  }

  private func afterFinish(_ body: (inout State) -> Storage?) -> Storage {
    state.withLock { state in
      if !places.failure.isKnown {
        do {
          try finish(&state)
          if let found = body(&state) { return found }
        } catch { places.failure.keep(error) }
      }
      return places.notNumbers
    }
  }
}

/// A parameter's value after an update.
private final class ShardedValue: OwedValues {
  private let update: ShardedUpdate

  init(_ update: ShardedUpdate) { self.update = update }

  func values() -> Storage { update.takeValue() }
}

/// A slot after an update, which has to be read before the next one.
private final class ShardedSlot: OwedValues {
  private let update: ShardedUpdate
  private let index: Int

  init(_ update: ShardedUpdate, _ index: Int) { (self.update, self.index) = (update, index) }

  func values() -> Storage { update.slot(index) }
}
