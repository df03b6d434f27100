#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// An MPI library found at run time, so that nothing of MPI is needed to build.
///
/// Open MPI's handles are addresses of its variables, MPICH's and the standard ABI's are integers; all fit into a
/// register of the size of an address, which is how they are passed.
///
/// Sources: the libraries' `mpi.h`: Open MPI 4.1.4, MPICH 5.0.2, and `mpi_abi.h` of the MPI 5.0 standard.
struct MPILibrary: Sendable {
  /// A handle of any kind.
  typealias Handle = UInt

  /// What a library calls its constants.
  struct Constants: Sendable {
    let world: Handle
    let float: Handle
    let byte: Handle
    let sum: Handle
    let errorsReturn: Handle
    /// `MPI_IN_PLACE`.
    let inPlace: Handle
    /// `MPI_THREAD_SERIALIZED`: calls come from several threads, one at a time.
    let serialized: Int32
  }

  typealias Initialize =
    @convention(c) (
      UnsafeMutablePointer<Int32>?, UnsafeMutableRawPointer?, Int32, UnsafeMutablePointer<Int32>
    ) -> Int32
  typealias Number = @convention(c) (Handle, UnsafeMutablePointer<Int32>) -> Int32
  typealias Duplicate = @convention(c) (Handle, UnsafeMutablePointer<Handle>) -> Int32
  typealias AllReduce =
    @convention(c) (
      Handle, UnsafeMutableRawPointer?, Int32, Handle, Handle, Handle
    ) -> Int32
  typealias StartAllReduce =
    @convention(c) (
      Handle, UnsafeMutableRawPointer?, Int32, Handle, Handle, Handle, UnsafeMutablePointer<Handle>
    ) -> Int32
  typealias Test =
    @convention(c) (
      UnsafeMutablePointer<Handle>, UnsafeMutablePointer<Int32>, UnsafeMutableRawPointer
    ) -> Int32
  typealias AllGather =
    @convention(c) (
      UnsafeRawPointer?, Int32, Handle, UnsafeMutableRawPointer?, Int32, Handle, Handle
    ) -> Int32
  typealias SetHandler = @convention(c) (Handle, Handle) -> Int32
  typealias ErrorText =
    @convention(c) (Int32, UnsafeMutablePointer<CChar>, UnsafeMutablePointer<Int32>) -> Int32
  typealias Abort = @convention(c) (Handle, Int32) -> Int32
  typealias Finalize = @convention(c) () -> Int32

  /// The path or name that it was loaded by.
  let name: String
  let constants: Constants
  let initialize: Initialize
  let finalize: Finalize
  let rank: Number
  let size: Number
  let duplicate: Duplicate
  let allReduce: AllReduce
  let startAllReduce: StartAllReduce
  let test: Test
  let allGather: AllGather
  let setHandler: SetHandler
  let errorText: ErrorText
  let abort: Abort

  /// Loads a library.
  ///
  /// - Throws: `CommunicationFailure` with the loader's text if it is no MPI library.
  init(loading name: String) throws(CommunicationFailure) {
    // Its own plugins look for its symbols among all that are loaded.
    guard let library = dlopen(name, RTLD_NOW | RTLD_GLOBAL) else {
      throw CommunicationFailure(
        dlerror().map { String(cString: $0) } ?? "\(name): cannot be loaded"
      )
    }
    func symbol<Function>(_ symbol: String, _: Function.Type) throws(CommunicationFailure)
      -> Function
    {
      guard let address = dlsym(library, symbol) else {
        throw CommunicationFailure("\(name): has no \(symbol), which MPI libraries have")
      }
      return unsafeBitCast(address, to: Function.self)
    }
    self.name = name
    initialize = try symbol("MPI_Init_thread", Initialize.self)
    finalize = try symbol("MPI_Finalize", Finalize.self)
    rank = try symbol("MPI_Comm_rank", Number.self)
    size = try symbol("MPI_Comm_size", Number.self)
    duplicate = try symbol("MPI_Comm_dup", Duplicate.self)
    allReduce = try symbol("MPI_Allreduce", AllReduce.self)
    startAllReduce = try symbol("MPI_Iallreduce", StartAllReduce.self)
    test = try symbol("MPI_Test", Test.self)
    allGather = try symbol("MPI_Allgather", AllGather.self)
    setHandler = try symbol("MPI_Comm_set_errhandler", SetHandler.self)
    errorText = try symbol("MPI_Error_string", ErrorText.self)
    abort = try symbol("MPI_Abort", Abort.self)
    constants = try Self.constants(of: library, name)
  }

  /// Turns what a call returns into MPI's text.
  ///
  /// - Throws: `CommunicationFailure` with the text, where the call has failed.
  func check(_ code: Int32, _ call: String) throws(CommunicationFailure) {
    guard code != 0 else { return }
    // The longest text of any MPI has 512 characters.
    var text = [CChar](repeating: 0, count: 1024)
    var length: Int32 = 0
    guard errorText(code, &text, &length) == 0 else {
      throw CommunicationFailure("\(call) failed with \(code)")
    }
    let bytes = text.prefix(max(0, min(Int(length), text.count))).map { UInt8(bitPattern: $0) }
    throw CommunicationFailure("\(call): \(String(decoding: bytes, as: UTF8.self))")
  }

  private static func constants(
    of library: UnsafeMutableRawPointer,
    _ name: String
  ) throws(CommunicationFailure) -> Constants {
    func address(_ symbol: String) throws(CommunicationFailure) -> Handle {
      guard let address = dlsym(library, symbol) else {
        throw CommunicationFailure("\(name): has no \(symbol), which Open MPI has")
      }
      return Handle(bitPattern: address)
    }
    if dlsym(library, "ompi_mpi_comm_world") != nil {
      return Constants(
        world: try address("ompi_mpi_comm_world"),
        float: try address("ompi_mpi_float"),
        byte: try address("ompi_mpi_byte"),
        sum: try address("ompi_mpi_op_sum"),
        errorsReturn: try address("ompi_mpi_errors_return"),
        inPlace: 1,
        serialized: 2
      )
    }
    // The standard's libraries are called so.
    if name.contains("mpi_abi") {
      return Constants(
        world: 0x101,
        float: 0x210,
        byte: 0x247,
        sum: 0x21,
        errorsReturn: 0x143,
        inPlace: 1,
        serialized: 2048
      )
    }
    return Constants(
      world: 0x4400_0000,
      float: 0x4c00_040a,
      byte: 0x4c00_010d,
      sum: 0x5800_0003,
      errorsReturn: 0x5400_0001,
      inPlace: Handle.max,
      serialized: 2
    )
  }
}
