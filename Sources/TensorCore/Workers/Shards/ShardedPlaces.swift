/// The sizes of what a parameter has in the memory.
struct ShardedLayout {
  /// The elements, as a matrix: of one column where the parameter is none.
  let (rows, columns): (Int, Int)
  let slots: Int
  let size: Int

  init(of shape: Shape, slots: Int, size: Int) {
    (rows, columns) = shape.rank == 2 ? (shape[0], shape[1]) : (shape.elementCount, 1)
    (self.slots, self.size) = (slots, size)
  }

  var count: Int { rows * columns }

  /// The elements of a tensor, and room for a whole vector after the last one, in whole lines of the cache.
  var padded: Int { (count + 31) / 16 * 16 }

  /// A place for each step and the number of examples.
  var counterBytes: Int { size * ShardedPlaces.placesOfWorker * CommonCounter.stride }

  /// Counters, a gradient for each worker, two values, and the slots.
  var byteCount: Int { counterBytes + (size + 2 + slots) * padded * MemoryLayout<Float>.stride }

  /// A worker's part of the elements: whole rows, and whole lines of the cache.
  func shard(_ rank: Int) -> Range<Int> {
    let length = ((rows + size - 1) / size + rowUnit - 1) / rowUnit * rowUnit * columns
    let start = min(rank * length, count)
    return start..<min(start + length, count)
  }

  /// Some elements in parts that fit the second-level cache, of whole rows and lines as shards are.
  func parts(of range: Range<Int>) -> [Range<Int>] {
    let length = max(Self.partCount / columns / rowUnit, 1) * rowUnit * columns
    return stride(from: range.lowerBound, to: range.upperBound, by: length).map {
      $0..<min($0 + length, range.upperBound)
    }
  }

  private static let partCount = 192 << 10

  /// The fewest rows that are a whole number of lines of the cache, of 16 elements.
  private var rowUnit: Int { 16 / (1 << min(columns.trailingZeroBitCount, 4)) }
}

/// Where in the memory what a parameter has is.
struct ShardedPlaces: @unchecked Sendable {
  // Sendable: addresses that never change; counters say who may use what is behind them.

  /// What a worker counts.
  enum Step: Int, CaseIterable {
    /// The gradients that it has given.
    case given
    /// Those that it needs no longer: it has written its shard of the new value, if there was an update.
    case used
  }

  let layout: ShardedLayout
  let rank: Int
  let memory: any CommonMemory
  let start: UnsafeMutableRawPointer
  let failure: BatchShare.Failure

  var count: Int { layout.count }
  var size: Int { layout.size }

  /// Places of a line each: for each step, and for the number of examples.
  fileprivate static let placesOfWorker = Step.allCases.count + 1

  func counter(_ step: Step, _ rank: Int) -> CommonCounter {
    CommonCounter(at: place(step.rawValue, rank))
  }

  /// The examples that a worker's gradient is known by the factors of; 0 where it has given the gradient itself.
  private func examples(_ rank: Int) -> UnsafeMutablePointer<Int> {
    place(Step.allCases.count, rank).assumingMemoryBound(to: Int.self)
  }

  private func place(_ index: Int, _ rank: Int) -> UnsafeMutableRawPointer {
    start + (rank * Self.placesOfWorker + index) * CommonCounter.stride
  }

  func isEverybody(at step: Step, _ round: UInt64) -> Bool {
    (0..<size).allSatisfy { counter(step, $0).value >= round }
  }

  /// Waits until all workers have counted so far.
  func wait(until step: Step, _ round: UInt64) throws {
    try memory.wait { isEverybody(at: step, round) }
  }

  private func gradient(_ rank: Int) -> UnsafeMutablePointer<Float> { tensor(rank) }

  /// Puts this worker's gradient down, or its factors.
  func give(_ gradient: Tensor) {
    let target = self.gradient(rank)
    if let factored = gradient.storage.owedValues as? FactoredGradient,
      factored.factorCount <= layout.padded
    {
      factored.write(to: target)
      examples(rank).pointee = factored.count
      return
    }
    examples(rank).pointee = 0
    nonisolated(unsafe) let (source, destination) = (gradient.storage.base, target)
    ThreadPool.forEach(count, grain: 16 << 10) { part in
      (destination + part.lowerBound).update(from: source + part.lowerBound, count: part.count)
    }
  }

  /// Goes over some elements part by part with the gradients that all workers have given.
  ///
  /// - Parameters:
  ///   - range: Whole rows.
  ///   - body: Takes the elements of a part, and the places of the first elements of gradients that add up to the whole
  ///     batch's, of which that part alone may be there.
  func forEachPart(
    of range: Range<Int>,
    _ body: (Range<Int>, [UnsafeMutablePointer<Float>]) -> Void
  ) {
    let whole = (0..<size).filter { examples($0).pointee == 0 }.map(gradient)
    guard whole.count < size else { return body(range, whole) }
    let (rows, columns) = (layout.rows, layout.columns)
    let factors = (0..<size).filter { examples($0).pointee > 0 }.map { worker in
      let count = examples(worker).pointee
      return (count, gradient(worker), gradient(worker) + count * rows)
    }
    let matrix = MatrixFactors(factors, rows: rows, columns: columns)
    for part in layout.parts(of: range) {
      let product = matrix.product(part.lowerBound / columns..<part.upperBound / columns)
      withExtendedLifetime(product) { body(part, [product.base - part.lowerBound] + whole) }
    }
  }

  /// The value after so many updates, to which each worker writes its shard.
  func value(after updates: Int) -> UnsafeMutablePointer<Float> {
    tensor(size + turn(after: updates))
  }

  /// Which of the two places for values that one is in.
  func turn(after updates: Int) -> Int { updates % 2 }

  func slot(_ index: Int) -> UnsafeMutablePointer<Float> { tensor(size + 2 + index) }

  private func tensor(_ index: Int) -> UnsafeMutablePointer<Float> {
    (start + layout.counterBytes).assumingMemoryBound(to: Float.self) + index * layout.padded
  }

  /// A worker's part of the elements.
  func shard(_ rank: Int) -> Range<Int> { layout.shard(rank) }

  /// What stands for numbers that cannot be had.
  var notNumbers: Storage { Tensor(repeating: .nan, shape: [count]).storage }
}
