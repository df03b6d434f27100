import Preconditions
import Synchronization

/// The part of each batch that one of several workers computes.
///
/// In a context that has one, a batch is a part of a whole that other workers compute the rest of. Random numbers
/// for its examples are those that they have in the whole batch, ``batchNorm(_:gamma:beta:epsilon:parts:)``
/// normalizes by the statistics of the whole, and optimizers follow the gradient of the whole batch's loss, so that
/// all workers together compute what one computes alone, up to the order of sums.
///
/// Losses must be means over the examples of a batch, whose first axis counts them.
public struct BatchShare: Sendable {
  /// The examples that are this worker's.
  public let range: Range<Int>
  /// The examples of the whole batch.
  public let count: Int
  let rank: Int
  let size: Int
  /// Which examples batch normalization takes its statistics from.
  let statistics: BatchStatistics
  let workers: any Workers
  let failure = Failure()

  /// The share of one of several workers: as many examples as the others have, or one more.
  ///
  /// - Parameters:
  ///   - rank: The worker, from 0.
  ///   - size: The number of workers.
  ///   - count: The examples of the whole batch.
  ///   - workers: Adds up what the workers compute.
  ///   - statistics: Which examples batch normalization takes its statistics from.
  /// - Precondition: `rank` is in 0..<`size`, and there is an example for each worker.
  public init(
    of rank: Int,
    among size: Int,
    ofBatch count: Int,
    with workers: any Workers,
    normalizingBy statistics: BatchStatistics = .whole
  ) {
    require(
      (0..<max(size, 0)).contains(rank) && count >= size,
      "BatchShare: worker \(rank) of \(size) for a batch of \(count)"
    )
    let (least, rest) = count.quotientAndRemainder(dividingBy: size)
    let start = rank * least + min(rank, rest)
    range = start..<(start + least + (rank < rest ? 1 : 0))
    self.count = count
    (self.rank, self.size) = (rank, size)
    self.workers = workers
    self.statistics = statistics
  }

  /// The share of the batch, from 0 to 1.
  public var weight: Float { Float(range.count) / Float(count) }

  /// The rows of a whole batch, or of several one after the other, that are this worker's.
  ///
  /// - Parameter wholeCount: A multiple of `count`.
  /// - Returns: A range in each batch.
  public func rows(of wholeCount: Int) -> [Range<Int>] {
    stride(from: 0, to: wholeCount, by: count).map {
      ($0 + range.lowerBound)..<($0 + range.upperBound)
    }
  }

  /// The rows of the whole batches of which `count` rows are this worker's; `nil` if they are none.
  public func wholeCount(for count: Int) -> Int? {
    count > 0 && count.isMultiple(of: range.count) ? count / range.count * self.count : nil
  }

  /// The sums over all workers.
  ///
  /// - Throws: If a worker is gone or cannot be reached, now or at an earlier sum.
  public func sums(of tensors: [Tensor]) throws -> [Tensor] {
    try failure.check()
    return try workers.sums(of: tensors)
  }

  /// Whether a piece of work of several, counted from 0, is this worker's where workers take turns.
  public func takes(_ number: Int) -> Bool { number % size == rank }

  /// The numbers that all workers have, in their order.
  ///
  /// - Throws: If a worker is gone or cannot be reached.
  public func gathered(_ number: Float) throws -> [Float] {
    let own = (0..<size).map { $0 == rank ? number : 0 }
    return try sums(of: [Tensor(own)])[0].scalars
  }

  /// The seconds for which this worker has waited for the others so far.
  public var secondsWaited: Double { workers.secondsWaited }

  /// Checks that no sum has failed so far.
  ///
  /// - Throws: Why a worker could not be reached.
  public func check() throws { try failure.check() }

  /// Starts to add up gradients over all workers.
  package func startGradientSum() -> GradientSum { GradientSum(workers.startSums(), failure) }

  /// The sum over all workers where nothing can be thrown: not numbers after a failure, which `sums` throws later.
  func sum(_ tensor: Tensor) -> Tensor {
    do { return try sums(of: [tensor])[0] } catch {
      failure.keep(error)
      return Tensor(repeating: .nan, shape: tensor.shape)
    }
  }

  /// The first failure.
  final class Failure: Sendable {
    private let error = Mutex<(any Error)?>(nil)

    /// Whether there was one.
    var isKnown: Bool { error.withLock { $0 != nil } }

    func keep(_ new: any Error) { error.withLock { $0 = $0 ?? new } }

    func check() throws { if let error = error.withLock(\.self) { throw error } }
  }
}

/// The examples that batch normalization takes its statistics from, where workers share a batch.
public enum BatchStatistics: String, CaseIterable, Codable, Sendable {
  /// The whole batch's: what one worker alone computes.
  case whole
  /// Each worker's own, which spares messages and changes the training.
  case local
}

extension Context {
  /// The share of the batch that statistics are taken from with other workers; `nil` if they are this worker's own.
  package var shareOfStatistics: BatchShare? {
    share.flatMap { $0.statistics == .whole ? $0 : nil }
  }
}

/// The sum of the values that all workers have; `x` itself where there is one worker.
///
/// Its gradient is the sum of all workers' gradients.
///
/// - Parameter x: Of the same shape on every worker.
/// - Returns: The same values on every worker.
func summedOverWorkers(_ x: Tensor) -> Tensor {
  guard let share = Context.current.share else { return x }
  return .recorded("sum over workers", share.sum(x.detached), inputs: [x]) { pass in
    [summedOverWorkers(pass.gradient)]
  }
}

extension BatchShare {
  /// Random values for `count` examples: of the current context's share, if it has one, of those drawn for the whole
  /// batch, or batches one after the other.
  ///
  /// - Parameters:
  ///   - count: The number of examples.
  ///   - draw: Draws a value for each of so many examples.
  /// - Returns: A value for each of the `count` examples.
  public static func drawn<Value>(_ count: Int, _ draw: (_ count: Int) -> [Value]) -> [Value] {
    guard let share = Context.current.share, let whole = share.wholeCount(for: count) else {
      return draw(count)
    }
    let all = draw(whole)
    return share.rows(of: whole).flatMap { all[$0] }
  }
}
