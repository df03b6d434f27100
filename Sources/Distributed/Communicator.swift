public import TensorCore

/// The processes of a run, as one of them sees it: what they tell each other.
///
/// Every process calls the same methods in the same order; each call waits for the others'.
public protocol Communicator: Sendable {
  /// This process, from 0.
  var rank: Int { get }
  /// The number of processes.
  var size: Int { get }

  /// Whether messages travel between machines.
  var spansMachines: Bool { get }

  /// Replaces numbers by their sums over all processes, the same bits in each.
  ///
  /// - Parameter numbers: As many in every process.
  /// - Throws: `CommunicationFailure` if another process is gone or cannot be reached.
  func allReduce(_ numbers: UnsafeMutableBufferPointer<Float>) throws(CommunicationFailure)

  /// Starts to replace numbers by their sums over all processes; other calls may follow before that is done.
  ///
  /// - Parameters:
  ///   - numbers: Where the sums go, as many in every process; nobody else may read, write or free them before `wait`
  ///     returns.
  ///   - fill: Writes this process's numbers, all of them, to where they are added up; called once, before this returns.
  /// - Returns: What waits for the sums, and has to be asked to.
  /// - Throws: `CommunicationFailure` if another process is gone or cannot be reached.
  func startAllReduce(
    _ numbers: UnsafeMutableBufferPointer<Float>,
    filledBy fill: (UnsafeMutableBufferPointer<Float>) -> Void
  ) throws(CommunicationFailure) -> any PendingSums

  /// The bytes of every process, in the order of ranks; they may differ in number.
  ///
  /// - Throws: `CommunicationFailure` if another process is gone or cannot be reached.
  func allGather(_ bytes: [UInt8]) throws(CommunicationFailure) -> [[UInt8]]

  /// Memory of at least so many bytes that all processes see; `nil`, in all of them, where they have none in common.
  ///
  /// - Throws: `CommunicationFailure` if another process is gone or cannot be reached.
  func commonMemory(byteCount: Int) throws(CommunicationFailure) -> (any CommonMemory)?

  /// Ends the other processes, too, as soon as possible.
  ///
  /// - Parameter status: What the processes exit with.
  func abort(status: Int32)
}

/// Sums over all processes that are being formed.
public protocol PendingSums: AnyObject, Sendable {
  /// Waits until the sums are there.
  ///
  /// - Throws: `CommunicationFailure` if another process is gone or cannot be reached.
  func wait() throws(CommunicationFailure)
}

extension Communicator {
  /// `false`: they stay within one.
  public var spansMachines: Bool { false }

  /// None.
  public func commonMemory(
    byteCount: Int
  ) throws(CommunicationFailure) -> (any CommonMemory)? { nil }

  /// Starts to replace numbers by their sums over all processes.
  ///
  /// - Parameter numbers: This process's, as many in every process; nobody else may read, write or free them before
  ///   `wait` returns.
  /// - Returns: What waits for the sums, and has to be asked to.
  /// - Throws: `CommunicationFailure` if another process is gone or cannot be reached.
  public func startAllReduce(
    _ numbers: UnsafeMutableBufferPointer<Float>
  ) throws(CommunicationFailure) -> any PendingSums {
    try startAllReduce(numbers) { place in
      if place.baseAddress != numbers.baseAddress { _ = place.update(fromContentsOf: numbers) }
    }
  }

  /// The bytes that the process `root` has.
  ///
  /// - Throws: `CommunicationFailure` if another process is gone or cannot be reached.
  public func broadcast(
    _ bytes: [UInt8],
    from root: Int = 0
  ) throws(CommunicationFailure) -> [UInt8] {
    try allGather(rank == root ? bytes : [])[root]
  }

  /// Waits until all processes have come here.
  ///
  /// - Throws: `CommunicationFailure` if another process is gone or cannot be reached.
  public func barrier() throws(CommunicationFailure) { _ = try allGather([]) }
}

/// Why processes cannot talk to each other.
public struct CommunicationFailure: Error, CustomStringConvertible, Equatable {
  /// What happened, with MPI's text where it has one.
  public let description: String

  /// A failure.
  public init(_ description: String) { self.description = description }
}
