import CDNNL

/// The CPU as oneDNN sees it: one engine and one in-order stream for the whole process.
public final class Device: @unchecked Sendable {
  // Sendable: both handles are immutable after `init`, and oneDNN's CPU engine and stream may be
  // used from several threads (its documentation, "Thread safety"), as contexts do.

  /// The CPU.
  public static let cpu = Device()

  let engine: OpaquePointer
  let stream: OpaquePointer

  private init() {
    var engine: OpaquePointer?
    check(dnnl_engine_create(&engine, dnnl_cpu, 0), "dnnl_engine_create")
    self.engine = created(engine, by: "dnnl_engine_create")
    var stream: OpaquePointer?
    check(
      dnnl_stream_create(&stream, self.engine, UInt32(dnnl_stream_default_flags.rawValue)),
      "dnnl_stream_create"
    )
    self.stream = created(stream, by: "dnnl_stream_create")
  }

  /// The library's version, such as "3.2.0".
  public static var libraryVersion: String {
    guard let version = dnnl_version() else { return "unknown" }
    return "\(version.pointee.major).\(version.pointee.minor).\(version.pointee.patch)"
  }

  /// The widest instruction set that oneDNN generates code for on this CPU, such as "AVX2".
  public static var instructionSet: String {
    switch dnnl_get_effective_cpu_isa() {
    case dnnl_cpu_isa_sse41: "SSE4.1"
    case dnnl_cpu_isa_avx: "AVX"
    case dnnl_cpu_isa_avx2: "AVX2"
    case dnnl_cpu_isa_avx2_vnni, dnnl_cpu_isa_avx2_vnni_2: "AVX2 with VNNI"
    case dnnl_cpu_isa_avx512_core: "AVX-512"
    case dnnl_cpu_isa_avx512_core_vnni, dnnl_cpu_isa_avx512_core_bf16: "AVX-512 with VNNI"
    default: "the CPU's own"
    }
  }
}
