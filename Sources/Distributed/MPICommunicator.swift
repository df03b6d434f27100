#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// The processes that an MPI launcher started, such as `mpirun` or `srun`.
///
/// All calls come from one thread at a time.
public final class MPICommunicator: Communicator {
  /// This process, from 0.
  public let rank: Int
  /// The number of processes.
  public let size: Int
  private let library: MPILibrary

  /// Joins the processes that a launcher started; `nil` where none did.
  ///
  /// The library is what the environment variable `FORGER_MPI` names, or the launcher's.
  ///
  /// - Throws: `CommunicationFailure` if a launcher started this process and there is no MPI library.
  public static func launched(
    by environment: [String: String]
  ) throws(CommunicationFailure) -> MPICommunicator? {
    guard let launcher = Launcher(environment) else { return nil }
    return try MPICommunicator(launcher.load(environment))
  }

  private init(_ library: MPILibrary) throws(CommunicationFailure) {
    self.library = library
    var provided: Int32 = 0
    try Self.check(
      library.initialize(nil, nil, library.constants.funneled, &provided),
      "MPI_Init_thread",
      library
    )
    let world = library.constants.world
    try Self.check(
      library.setHandler(world, library.constants.errorsReturn),
      "MPI_Comm_set_errhandler",
      library
    )
    var (rank, size): (Int32, Int32) = (0, 0)
    try Self.check(library.rank(world, &rank), "MPI_Comm_rank", library)
    try Self.check(library.size(world, &size), "MPI_Comm_size", library)
    (self.rank, self.size) = (Int(rank), Int(size))
  }

  /// Adds up.
  public func allReduce(
    _ numbers: UnsafeMutableBufferPointer<Float>
  ) throws(CommunicationFailure) {
    let constants = library.constants
    try check(
      library.allReduce(
        constants.inPlace,
        numbers.baseAddress,
        Int32(numbers.count),
        constants.float,
        constants.sum,
        constants.world
      ),
      "MPI_Allreduce"
    )
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
    try check(
      library.allGather(
        bytes,
        Int32(length),
        constants.byte,
        &all,
        Int32(length),
        constants.byte,
        constants.world
      ),
      "MPI_Allgather"
    )
    return (0..<size).map { Array(all[($0 * length)..<(($0 + 1) * length)]) }
  }

  private static func bytes(of number: UInt64) -> [UInt8] {
    (0..<8).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
  }

  private static func number(_ bytes: [UInt8]) -> Int {
    bytes.reversed().reduce(0) { $0 << 8 | Int($1) }
  }

  /// Ends all processes.
  public func abort(status: Int32) {
    _ = library.abort(library.constants.world, status)
    // What the launcher does not end, ends itself.
    exit(status)
  }

  /// Leaves in peace, once all processes have come here; nothing may be called afterward.
  public func finalize() { _ = library.finalize() }

  private func check(_ code: Int32, _ call: String) throws(CommunicationFailure) {
    try Self.check(code, call, library)
  }

  /// Turns what a call returns into MPI's text.
  private static func check(
    _ code: Int32,
    _ call: String,
    _ library: MPILibrary
  ) throws(CommunicationFailure) {
    guard code != 0 else { return }
    // The longest text of any MPI has 512 characters.
    var text = [CChar](repeating: 0, count: 1024)
    var length: Int32 = 0
    guard library.errorText(code, &text, &length) == 0 else {
      throw CommunicationFailure("\(call) failed with \(code)")
    }
    let bytes = text.prefix(max(0, min(Int(length), text.count))).map { UInt8(bitPattern: $0) }
    throw CommunicationFailure("\(call): \(String(decoding: bytes, as: UTF8.self))")
  }
}
