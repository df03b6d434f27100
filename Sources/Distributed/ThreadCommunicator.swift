import Foundation
import Preconditions

/// Threads of one process in the place of processes: for tests, and to try what several processes would do.
public final class ThreadCommunicator: Communicator {
  /// This thread, from 0.
  public let rank: Int
  /// The number of threads.
  public var size: Int { meeting.size }
  private let meeting: Meeting

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
    let all = try allGather([UInt8](UnsafeRawBufferPointer(numbers)))
    guard all.allSatisfy({ $0.count == numbers.count * MemoryLayout<Float>.stride }) else {
      throw CommunicationFailure("the threads give \(all.map(\.count)) bytes to add up")
    }
    for index in numbers.indices {
      numbers[index] = all.reduce(0) { sum, bytes in
        sum + bytes.withUnsafeBytes { $0.load(fromByteOffset: 4 * index, as: Float.self) }
      }
    }
  }

  /// The bytes of every thread.
  public func allGather(_ bytes: [UInt8]) throws(CommunicationFailure) -> [[UInt8]] {
    try meeting.exchange(bytes, of: rank)
  }

  /// Makes the other threads' next exchange fail.
  public func abort(status: Int32) { meeting.leave(rank) }
}

/// Where threads meet to exchange bytes.
private final class Meeting: @unchecked Sendable {
  let size: Int
  private let condition = NSCondition()
  private var given: [Int: [UInt8]] = [:]
  private var exchanged: [[UInt8]] = []
  private var round = 0
  private var gone: Set<Int> = []

  init(size: Int) { self.size = size }

  func exchange(_ bytes: [UInt8], of rank: Int) throws(CommunicationFailure) -> [[UInt8]] {
    condition.lock()
    defer { condition.unlock() }
    given[rank] = bytes
    let round = round
    if given.count == size {
      exchanged = (0..<size).map { given[$0] ?? [] }
      given = [:]
      self.round += 1
      condition.broadcast()
      return exchanged
    }
    while self.round == round {
      if let first = gone.min() { throw CommunicationFailure("rank \(first) has ended") }
      condition.wait()
    }
    // The others cannot start another round before this thread has joined it.
    return exchanged
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
