import Foundation

/// The processes that an MPI launcher started, such as `mpirun` or `srun`.
public final class MPICommunicator: Communicator {
  /// This process, from 0.
  public let rank: Int
  /// The number of processes.
  public let size: Int
  /// Whether any process was started on another machine than others, as far as the launcher tells.
  public let spansMachines: Bool
  /// Whether sums can be formed while this process computes.
  private let overlaps: Bool
  private let requests: MPIRequests
  private var library: MPILibrary { requests.library }

  /// Joins the processes that a launcher started; `nil` where none did.
  ///
  /// The library is what the environment variable `FORGER_MPI` names, or the launcher's.
  ///
  /// - Throws: `CommunicationFailure` if a launcher started this process and there is no MPI library.
  public static func launched(
    by environment: [String: String]
  ) throws(CommunicationFailure) -> MPICommunicator? {
    guard let launcher = Launcher(environment) else { return nil }
    return try MPICommunicator(
      launcher.load(environment),
      spanningMachines: !Launcher.startsOneMachine(environment)
    )
  }

  /// The rank that a launcher gave to this process; `nil` where none started it.
  public static func rank(givenBy environment: [String: String]) -> Int? {
    Launcher.rank(environment)
  }

  private init(
    _ library: MPILibrary,
    spanningMachines spansMachines: Bool
  ) throws(CommunicationFailure) {
    // Open MPI's choice for sums in place sends all numbers to one process and back; this one sends every process
    // its part, in both directions at once. What the user has set stays.
    setenv("OMPI_MCA_coll_libnbc_iallreduce_algorithm", "3", 0)
    requests = MPIRequests(library)
    var provided: Int32 = 0
    try library.check(
      library.initialize(nil, nil, library.constants.serialized, &provided),
      "MPI_Init_thread"
    )
    overlaps = provided >= library.constants.serialized
    let world = library.constants.world
    try library.check(
      library.setHandler(world, library.constants.errorsReturn),
      "MPI_Comm_set_errhandler"
    )
    var (rank, size): (Int32, Int32) = (0, 0)
    try library.check(library.rank(world, &rank), "MPI_Comm_rank")
    try library.check(library.size(world, &size), "MPI_Comm_size")
    (self.rank, self.size) = (Int(rank), Int(size))
    self.spansMachines = try requests.prepare(spanningMachines: spansMachines)
  }

  /// Adds up.
  public func allReduce(
    _ numbers: UnsafeMutableBufferPointer<Float>
  ) throws(CommunicationFailure) {
    let constants = library.constants
    try requests.call("MPI_Allreduce") {
      library.allReduce(
        constants.inPlace,
        numbers.baseAddress,
        Int32(numbers.count),
        constants.float,
        constants.sum,
        constants.world
      )
    }
  }

  /// Starts to add up.
  public func startAllReduce(
    _ numbers: UnsafeMutableBufferPointer<Float>,
    filledBy fill: (UnsafeMutableBufferPointer<Float>) -> Void
  ) throws(CommunicationFailure) -> any PendingSums {
    fill(numbers)
    guard overlaps else {
      try allReduce(numbers)
      return NothingPending()
    }
    return requests.start(numbers)
  }

  /// The bytes of every process.
  public func allGather(_ bytes: [UInt8]) throws(CommunicationFailure) -> [[UInt8]] {
    let counts = try gather(Self.bytes(of: UInt64(bytes.count)), length: 8).map { Self.number($0) }
    guard let longest = counts.max(), longest <= Int32.max else {
      throw CommunicationFailure("a process has more than 2 GiB to tell the others")
    }
    if longest == 0 { return counts.map { _ in [] } }
    let padded = bytes + Array(repeating: 0, count: longest - bytes.count)
    return zip(try gather(padded, length: longest), counts).map { Array($0.prefix($1)) }
  }

  /// As many bytes of every process.
  private func gather(_ bytes: [UInt8], length: Int) throws(CommunicationFailure) -> [[UInt8]] {
    let constants = library.constants
    var all = [UInt8](repeating: 0, count: length * size)
    try requests.call("MPI_Allgather") {
      library.allGather(
        bytes,
        Int32(length),
        constants.byte,
        &all,
        Int32(length),
        constants.byte,
        constants.world
      )
    }
    return (0..<size).map { Array(all[($0 * length)..<(($0 + 1) * length)]) }
  }

  private static func bytes(of number: UInt64) -> [UInt8] {
    (0..<8).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
  }

  private static func number(_ bytes: [UInt8]) -> Int {
    bytes.reversed().reduce(0) { $0 << 8 | Int($1) }
  }

  /// Calls `lose` once if a call takes longer than so many seconds, or a wait in memory does: others are gone or cannot
  /// be reached, which MPI itself may never notice.
  public func watch(
    patience: Double,
    beside memory: @escaping @Sendable () -> MemoryCommunicator? = { nil },
    losing lose: @escaping @Sendable (CommunicationFailure) -> Void
  ) {
    let thread = Thread { [requests] in
      while max(requests.secondsWaited, memory()?.secondsWaited ?? 0) < patience { usleep(100_000) }
      lose(
        CommunicationFailure("has waited for the others for \(Int(patience)) seconds")
      )
    }
    thread.start()
  }

  /// Ends all processes.
  public func abort(status: Int32) {
    _ = library.abort(library.constants.world, status)
    // What the launcher does not end, ends itself.
    exit(status)
  }

  /// Leaves in peace, once all processes have come here; nothing may be called afterward.
  public func finalize() { try? requests.call("MPI_Finalize") { library.finalize() } }
}
