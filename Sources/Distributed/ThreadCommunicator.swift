import Foundation
import Preconditions
import Synchronization

/// Threads of one process in the place of processes: for tests, and to try what several processes would do.
public final class ThreadCommunicator: Communicator {
  /// This thread, from 0.
  public let rank: Int
  /// The number of threads.
  public var size: Int { meeting.size }
  private let meeting: Meeting
  /// The rounds that this thread has taken part in.
  private let rounds = Atomic<Int>(0)

  private init(_ rank: Int, _ meeting: Meeting) {
    (self.rank, self.meeting) = (rank, meeting)
  }

  /// Runs `body` on so many threads at once, each with its communicator; returns what they return, in the order of
  /// ranks.
  ///
  /// - Parameters:
  ///   - count: The number of threads.
  ///   - body: What each thread does.
  /// - Returns: The results, in the order of ranks.
  /// - Throws: What the first thread throws that does not fail because of another.
  /// - Precondition: `count` is positive.
  public static func run<Result: Sendable>(
    _ count: Int,
    _ body: @escaping @Sendable (ThreadCommunicator) throws -> Result
  ) throws -> [Result] {
    require(count > 0, "ThreadCommunicator: \(count) threads")
    let meeting = Meeting(size: count)
    let outcomes = Outcomes<Result>(count)
    let threads = (0..<count).map { rank in
      Thread {
        let outcome = Swift.Result { try body(ThreadCommunicator(rank, meeting)) }
        meeting.leave(rank)
        outcomes.set(outcome, of: rank)
      }
    }
    for thread in threads {
      thread.stackSize = 8 << 20
      thread.start()
    }
    let all = outcomes.wait()
    for case .failure(let error) in all where !(error is CommunicationFailure) { throw error }
    return try all.map { try $0.get() }
  }

  /// Adds up in the order of ranks.
  public func allReduce(
    _ numbers: UnsafeMutableBufferPointer<Float>
  ) throws(CommunicationFailure) {
    try startAllReduce(numbers).wait()
  }

  /// Starts to add up in the order of ranks.
  public func startAllReduce(
    _ numbers: UnsafeMutableBufferPointer<Float>,
    filledBy fill: (UnsafeMutableBufferPointer<Float>) -> Void
  ) throws(CommunicationFailure) -> any PendingSums {
    fill(numbers)
    return ThreadSums(of: numbers, by: self, in: post([UInt8](UnsafeRawBufferPointer(numbers))))
  }

  /// The bytes of every thread.
  public func allGather(_ bytes: [UInt8]) throws(CommunicationFailure) -> [[UInt8]] {
    try collect(post(bytes))
  }

  /// Gives bytes to the other threads, in the round that is returned.
  private func post(_ bytes: [UInt8]) -> Int {
    let round = rounds.wrappingAdd(1, ordering: .relaxed).oldValue
    meeting.post(bytes, of: rank, in: round)
    return round
  }

  /// The bytes that all threads give in a round.
  fileprivate func collect(_ round: Int) throws(CommunicationFailure) -> [[UInt8]] {
    try meeting.collect(round)
  }

  /// Makes the other threads' next exchange fail.
  public func abort(status: Int32) { meeting.leave(rank) }
}

/// Sums that the threads' bytes make once all of them are there.
private final class ThreadSums: PendingSums, @unchecked Sendable {
  // Sendable: whoever starts a sum leaves the numbers alone until `wait` returns, which is called once at a time.

  private let numbers: UnsafeMutableBufferPointer<Float>
  private let communicator: ThreadCommunicator
  private let round: Int

  init(
    of numbers: UnsafeMutableBufferPointer<Float>,
    by communicator: ThreadCommunicator,
    in round: Int
  ) {
    (self.numbers, self.communicator, self.round) = (numbers, communicator, round)
  }

  func wait() throws(CommunicationFailure) {
    let all = try communicator.collect(round)
    guard all.allSatisfy({ $0.count == numbers.count * MemoryLayout<Float>.stride }) else {
      throw CommunicationFailure("the threads give \(all.map(\.count)) bytes to add up")
    }
    for index in numbers.indices {
      numbers[index] = all.reduce(0) { sum, bytes in
        sum + bytes.withUnsafeBytes { $0.load(fromByteOffset: 4 * index, as: Float.self) }
      }
    }
  }
}

/// Where threads meet to exchange bytes, round by round.
private final class Meeting: @unchecked Sendable {
  // Sendable: all that changes is touched only under the lock of `condition`.

  /// What was given in a round, and how many threads have taken it.
  private struct Round {
    var given: [Int: [UInt8]] = [:]
    var takers = 0
  }

  let size: Int
  private let condition = NSCondition()
  private var rounds: [Int: Round] = [:]
  private var gone: Set<Int> = []

  init(size: Int) { self.size = size }

  func post(_ bytes: [UInt8], of rank: Int, in round: Int) {
    condition.lock()
    rounds[round, default: Round()].given[rank] = bytes
    condition.broadcast()
    condition.unlock()
  }

  func collect(_ number: Int) throws(CommunicationFailure) -> [[UInt8]] {
    condition.lock()
    defer { condition.unlock() }
    while true {
      if var round = rounds[number], round.given.count == size {
        round.takers += 1
        rounds[number] = round.takers < size ? round : nil
        return (0..<size).map { round.given[$0] ?? [] }
      }
      if let first = gone.min() { throw CommunicationFailure("rank \(first) has ended") }
      condition.wait()
    }
  }

  func leave(_ rank: Int) {
    condition.lock()
    gone.insert(rank)
    condition.broadcast()
    condition.unlock()
  }
}

/// What threads have come to.
private final class Outcomes<Value: Sendable>: @unchecked Sendable {
  private let condition = NSCondition()
  private var all: [Result<Value, any Error>?]

  init(_ count: Int) { all = Array(repeating: nil, count: count) }

  func set(_ outcome: Result<Value, any Error>, of rank: Int) {
    condition.lock()
    all[rank] = outcome
    condition.signal()
    condition.unlock()
  }

  func wait() -> [Result<Value, any Error>] {
    condition.lock()
    defer { condition.unlock() }
    while all.contains(where: { $0 == nil }) { condition.wait() }
    return all.compactMap(\.self)
  }
}
