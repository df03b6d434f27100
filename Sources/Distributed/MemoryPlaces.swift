internal import TensorCore

/// Where in shared memory the numbers of each process are, and its counters.
struct MemoryPlaces: @unchecked Sendable {
  // Sendable: addresses that never change; who may use what is behind them when is up to `MemorySums`.

  /// The most numbers of a small sum: 64 KB.
  static let smallCount = 16 << 10
  /// The numbers of a ring: 16 MB, which have room for all gradients of the tutorials' networks.
  static let ringCount = 4 << 20
  /// The most numbers of a message.
  static let mostAtOnce = ringCount / 4
  /// The bytes before the first counters, which are for whoever makes the memory.
  static let headerBytes = 4096

  /// What a process counts.
  enum Step: Int, CaseIterable {
    /// Small sums that it has put its numbers down for.
    case met
    /// Messages that it has put down.
    case posted
    /// Messages of which it has added up its part.
    case reduced
    /// Messages that it needs no longer.
    case taken
  }

  private let size: Int
  private let start: UnsafeMutableRawPointer

  /// The places of so many processes in memory that is 0 but for a header.
  init(for size: Int, at start: UnsafeMutableRawPointer) {
    (self.size, self.start) = (size, start)
  }

  /// The bytes that so many processes need.
  static func byteCount(for size: Int) -> Int {
    let counters = Step.allCases.count * CommonCounter.stride
    return headerBytes + size * (counters + 4 * (2 * smallCount + ringCount))
  }

  /// Whether all processes have counted to a number.
  func isEverybody(at step: Step, _ number: UInt64) -> Bool {
    (0..<size).allSatisfy { counter(step, $0).value >= number }
  }

  /// A process's counter.
  func counter(_ step: Step, _ rank: Int) -> CommonCounter {
    let place = rank * Step.allCases.count + step.rawValue
    return CommonCounter(at: start + Self.headerBytes + place * CommonCounter.stride)
  }

  /// A process's places for small sums, which take turns.
  func small(_ rank: Int, _ parity: Int) -> UnsafeMutablePointer<Float> {
    numbers + (2 * rank + parity) * Self.smallCount
  }

  /// A process's ring.
  func ring(_ rank: Int) -> UnsafeMutablePointer<Float> {
    numbers + 2 * size * Self.smallCount + rank * Self.ringCount
  }

  private var numbers: UnsafeMutablePointer<Float> {
    (start + Self.headerBytes + size * Step.allCases.count * CommonCounter.stride)
      .assumingMemoryBound(to: Float.self)
  }
}
