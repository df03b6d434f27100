import CDNNL

/// A computation with fixed shapes, ready to run: a `dnnl_primitive_t` with the layouts of its arguments.
final class Primitive: @unchecked Sendable {
  // Sendable: immutable after `init`; `dnnl_primitive_execute` is thread-safe.
  private let handle: OpaquePointer
  private let description: OpaquePointer
  private let scratchpad: Layout

  /// The primitive of a description, which `make` creates from attributes.
  init(
    _ call: StaticString,
    _ details: String,
    make: (inout OpaquePointer?, _ attributes: OpaquePointer) -> dnnl_status_t
  ) {
    var description: OpaquePointer?
    let attributes = Attributes()
    check(make(&description, attributes.handle), call, "for \(details)")
    self.description = created(description, by: call)
    var handle: OpaquePointer?
    check(dnnl_primitive_create(&handle, self.description), "dnnl_primitive_create")
    self.handle = created(handle, by: "dnnl_primitive_create")
    scratchpad = Layout(
      copying: dnnl_primitive_desc_query_md(self.description, dnnl_query_scratchpad_md, 0)
    )
  }

  deinit {
    dnnl_primitive_destroy(handle)
    dnnl_primitive_desc_destroy(description)
  }

  /// The layout that the primitive expects for an argument, such as `dnnl_query_weights_md`.
  func layout(_ query: dnnl_query_t, _ index: Int32 = 0) -> Layout {
    Layout(copying: dnnl_primitive_desc_query_md(description, query, index))
  }

  /// The name of oneDNN's kernel, such as "jit:avx2", for profiles.
  var implementation: String {
    var name: UnsafePointer<CChar>?
    let status = withUnsafeMutablePointer(to: &name) {
      dnnl_primitive_desc_query(description, dnnl_query_impl_info_str, 0, $0)
    }
    guard status == dnnl_success, let name else { return "unknown" }
    return String(cString: name)
  }

  /// Runs the primitive on its arguments and waits until it is done.
  func execute(_ arguments: [Argument]) {
    let byteCount = scratchpad.byteCount
    guard byteCount > 0 else { return run(arguments) }
    let scratch = Scratch(byteCount: byteCount)
    run(arguments + [Argument(DNNL_ARG_SCRATCHPAD, scratchpad, scratch.address)])
  }

  private func run(_ arguments: [Argument]) {
    let memories = arguments.map { Memory($0.layout, at: $0.address) }
    let list = zip(arguments, memories).map { argument, memory in
      dnnl_exec_arg_t(arg: argument.role, memory: memory.handle)
    }
    check(
      dnnl_primitive_execute(handle, Device.cpu.stream, Int32(list.count), list),
      "dnnl_primitive_execute"
    )
    check(dnnl_stream_wait(Device.cpu.stream), "dnnl_stream_wait")
    withExtendedLifetime(memories) {}
  }

  /// An argument of a primitive: its role, such as `DNNL_ARG_SRC`, its layout and its address.
  struct Argument {
    let role: Int32
    let layout: Layout
    let address: UnsafeMutableRawPointer

    init(_ role: Int32, _ layout: Layout, _ address: UnsafeRawPointer) {
      self.role = role
      self.layout = layout
      self.address = UnsafeMutableRawPointer(mutating: address)
    }
  }
}

/// The attributes of primitives: scratch memory is the caller's.
///
/// oneDNN's own scratch memory belongs to the thread that creates a primitive, which then must not run on
/// another (its developer guide, "Primitive Attributes: managing scratchpad"); Forger's primitives are
/// shared, and tasks move between threads.
private struct Attributes: ~Copyable {
  let handle: OpaquePointer

  init() {
    var handle: OpaquePointer?
    check(dnnl_primitive_attr_create(&handle), "dnnl_primitive_attr_create")
    self.handle = created(handle, by: "dnnl_primitive_attr_create")
    check(
      dnnl_primitive_attr_set_scratchpad_mode(self.handle, dnnl_scratchpad_mode_user),
      "dnnl_primitive_attr_set_scratchpad_mode"
    )
  }

  deinit { dnnl_primitive_attr_destroy(handle) }
}

/// A `dnnl_memory_t` over memory with another owner.
private final class Memory {
  let handle: OpaquePointer

  init(_ layout: Layout, at address: UnsafeMutableRawPointer) {
    var handle: OpaquePointer?
    check(
      dnnl_memory_create(&handle, layout.descriptor, Device.cpu.engine, address),
      "dnnl_memory_create"
    )
    self.handle = created(handle, by: "dnnl_memory_create")
  }

  deinit { dnnl_memory_destroy(handle) }
}
