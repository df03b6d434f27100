import Foundation
internal import TensorCore

/// Sums that processes of one machine form in memory that all of them see.
///
/// Each process has a place for small sums, and a ring for those that are formed while it computes. It puts its numbers
/// there and continues. Whoever waits for a sum adds up its own part of it, over all processes in the order of ranks, where
/// its own numbers were, and takes the other parts from there once the others have added them up. Places follow from
/// the order of sums alone, which is the same in all processes, so that nobody has to be told.
final class MemorySums: @unchecked Sendable {
  // Sendable: all variables are touched only under `lock`; what others write in the shared memory is read only after
  // an atomic counter has said that it is there.

  /// A message on its way.
  private struct Message {
    let number: UInt64
    let range: Range<Int>
    let destination: UnsafeMutableBufferPointer<Float>
  }

  private let rank: Int
  private let size: Int
  private let places: MemoryPlaces
  private let memory: SharedMemory
  /// Checks that the other processes are there, while this one has waited for a while.
  private let check: @Sendable () throws(CommunicationFailure) -> Void
  private let lock = NSLock()
  private var smallSums: UInt64 = 0
  /// The messages that were posted here, and those that were reduced and taken here.
  private var (posted, reduced, taken): (UInt64, UInt64, UInt64) = (0, 0, 0)
  /// The messages that are not taken.
  private var messages: [Message] = []
  /// The places of messages that the ring has not been used again at.
  private var used: [(number: UInt64, range: Range<Int>)] = []
  private var position = 0
  /// What is to be done as soon as it can be.
  private var works: [() -> Bool] = []
  /// Why nothing can be added up any more: another process is gone, and numbers may lack.
  private var failure: CommunicationFailure?
  private let presentWait = PresentWait()

  /// One process's view of memory that all of them have.
  ///
  /// - Parameters:
  ///   - rank: This process.
  ///   - size: The number of processes.
  ///   - memory: `MemoryPlaces.byteCount(for:)` bytes.
  ///   - check: Throws if another process is gone.
  init(
    _ rank: Int,
    among size: Int,
    in memory: SharedMemory,
    checkingBy check: @escaping @Sendable () throws(CommunicationFailure) -> Void
  ) {
    (self.rank, self.size, self.memory) = (rank, size, memory)
    places = MemoryPlaces(for: size, at: memory.start)
    self.check = check
  }

  /// The seconds that the present wait has lasted; 0 where there is none.
  var secondsWaited: Double { presentWait.seconds }

  /// Replaces numbers by their sums.
  ///
  /// - Throws: `CommunicationFailure` if another process is gone.
  func allReduce(
    _ numbers: UnsafeMutableBufferPointer<Float>
  ) throws(CommunicationFailure) {
    lock.lock()
    defer { lock.unlock() }
    for start in stride(from: 0, to: numbers.count, by: MemoryPlaces.smallCount) {
      let end = min(start + MemoryPlaces.smallCount, numbers.count)
      try addSmall(UnsafeMutableBufferPointer(rebasing: numbers[start..<end]))
    }
  }

  private func addSmall(
    _ numbers: UnsafeMutableBufferPointer<Float>
  ) throws(CommunicationFailure) {
    // Whoever is at this sum has read the last but one, so that its place is free.
    guard let values = numbers.baseAddress else { return }
    smallSums += 1
    let (number, parity) = (smallSums, Int(smallSums % 2))
    places.small(rank, parity).update(from: values, count: numbers.count)
    places.counter(.met, rank).advance(to: smallSums)
    try waitUntil { self.places.isEverybody(at: .met, number) }
    Self.addUp((0..<size).map { places.small($0, parity) }, into: values, 0..<numbers.count)
  }

  /// Starts to replace numbers by their sums.
  ///
  /// - Parameters:
  ///   - numbers: Where the sums go.
  ///   - fill: Writes this process's numbers, as many.
  /// - Returns: The number of the last message, to be waited for.
  /// - Throws: `CommunicationFailure` if another process is gone.
  func start(
    _ numbers: UnsafeMutableBufferPointer<Float>,
    filledBy fill: (UnsafeMutableBufferPointer<Float>) -> Void
  ) throws(CommunicationFailure) -> UInt64 {
    lock.lock()
    defer { lock.unlock() }
    if numbers.count <= MemoryPlaces.mostAtOnce {
      try post(numbers, fill)
    } else {
      fill(numbers)
      for start in stride(from: 0, to: numbers.count, by: MemoryPlaces.mostAtOnce) {
        let end = min(start + MemoryPlaces.mostAtOnce, numbers.count)
        let part = UnsafeMutableBufferPointer(rebasing: numbers[start..<end])
        try post(part) { _ = $0.update(fromContentsOf: part) }
      }
    }
    return posted
  }

  private func post(
    _ numbers: UnsafeMutableBufferPointer<Float>,
    _ fill: (UnsafeMutableBufferPointer<Float>) -> Void
  ) throws(CommunicationFailure) {
    // Messages start at lines of the cache.
    let length = (numbers.count + 15) / 16 * 16
    if position + length > MemoryPlaces.ringCount { position = 0 }
    let range = position..<(position + length)
    let last = used.last { $0.range.overlaps(range) }?.number ?? 0
    used.removeAll { $0.number <= last }
    try take(through: last)
    try waitUntil { self.places.isEverybody(at: .taken, last) }
    fill(
      UnsafeMutableBufferPointer(start: places.ring(rank) + range.lowerBound, count: numbers.count)
    )
    posted += 1
    position = range.upperBound
    used.append((posted, range))
    messages.append(
      Message(
        number: posted,
        range: range.lowerBound..<(range.lowerBound + numbers.count),
        destination: numbers
      )
    )
    places.counter(.posted, rank).advance(to: posted)
  }

  /// Waits for the sums of all messages up to one.
  ///
  /// - Throws: `CommunicationFailure` if another process is gone.
  func wait(for number: UInt64) throws(CommunicationFailure) {
    lock.lock()
    defer { lock.unlock() }
    try take(through: number)
  }

  /// Leaves work to be done as soon as it can be; see `CommonMemory`.
  func leave(_ work: @escaping () -> Bool) {
    lock.lock()
    defer { lock.unlock() }
    works.append(work)
  }

  /// Waits until something holds that other processes see to.
  ///
  /// - Throws: `CommunicationFailure` if another process is gone.
  func wait(until holds: () -> Bool) throws(CommunicationFailure) {
    lock.lock()
    defer { lock.unlock() }
    try waitUntil(holds)
  }

  /// Takes all sums that were started, and does all that was left to be done.
  ///
  /// - Throws: `CommunicationFailure` if another process is gone.
  func takeAll() throws(CommunicationFailure) {
    lock.lock()
    defer { lock.unlock() }
    try take(through: posted)
    try waitUntil { self.works.isEmpty }
  }

  private func take(through number: UInt64) throws(CommunicationFailure) {
    if let failure { throw failure }
    while taken < number {
      let next = taken + 1
      try waitUntil { self.places.isEverybody(at: .reduced, next) }
      let message = messages.removeFirst()
      if let destination = message.destination.baseAddress {
        for other in 0..<size {
          Self.copy(
            places.ring(other) + message.range.lowerBound,
            to: destination,
            part(of: message, other)
          )
        }
      }
      taken = next
      places.counter(.taken, rank).advance(to: taken)
    }
  }

  /// Does what others may be waiting for.
  private func advance() {
    reduce()
    works.removeAll { $0() }
  }

  /// Adds up this process's part of each message that everybody has posted.
  private func reduce() {
    while reduced < posted, places.isEverybody(at: .posted, reduced + 1) {
      let index = messages.count - Int(posted - reduced)
      let message = messages[index]
      let all = (0..<size).map { places.ring($0) + message.range.lowerBound }
      Self.addUp(all, into: all[rank], part(of: message, rank))
      reduced += 1
      places.counter(.reduced, rank).advance(to: reduced)
    }
  }

  /// A process's part of a message, counted from the message's first number.
  private func part(of message: Message, _ rank: Int) -> Range<Int> {
    let count = message.range.count
    let length = ((count + size - 1) / size + 15) / 16 * 16
    let start = min(rank * length, count)
    return start..<min(start + length, count)
  }

  /// The rounds of 64 questions, a microsecond or so each, after which a wait is no short one.
  private static let shortWait = 100
  /// The rounds after which a wait is a long one.
  private static let longWait = 20_000

  /// Waits, and does what others may be waiting for meanwhile.
  ///
  /// Short waits are spent asking: whoever gives its core away may have to wait for a whole time slice of another
  /// program. Later a process that computes on the same core has to come to its end.
  private func waitUntil(_ holds: () -> Bool) throws(CommunicationFailure) {
    if let failure { throw failure }
    advance()
    if holds() { return }
    presentWait.begin()
    defer { presentWait.end() }
    var rounds = 0
    while true {
      for _ in 0..<64 { if holds() { return } }
      advance()
      rounds += 1
      if rounds >= Self.longWait {
        usleep(100)
        if rounds.isMultiple(of: 1000) {
          do throws(CommunicationFailure) { try check() } catch {
            failure = error
            throw error
          }
        }
      } else if rounds >= Self.shortWait {
        sched_yield()
      }
    }
  }
}
