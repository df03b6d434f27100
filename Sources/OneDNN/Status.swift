import CDNNL

/// Stops the program if a oneDNN call fails, naming the call and its status.
///
/// Forger asks oneDNN only for documented primitives, on shapes that operators have checked: a failure here
/// is a bug in Forger, or memory has run out.
@inline(__always)
func check(
  _ status: dnnl_status_t,
  _ call: StaticString,
  _ details: @autoclosure () -> String = ""
) {
  if status != dnnl_success {
    fatalError("oneDNN: \(call) returned \(name(of: status)) \(details())")
  }
}

/// The name of a status.
private func name(of status: dnnl_status_t) -> String {
  switch status {
  case dnnl_out_of_memory: "out of memory"
  case dnnl_invalid_arguments: "invalid arguments"
  case dnnl_unimplemented: "unimplemented"
  case dnnl_runtime_error: "runtime error"
  case dnnl_not_required: "not required"
  default: "status \(status.rawValue)"
  }
}

/// Unwraps the handle that a successful C call has filled in.
@inline(__always)
func created(_ handle: OpaquePointer?, by call: StaticString) -> OpaquePointer {
  guard let handle else { fatalError("oneDNN: \(call) succeeded without a handle") }
  return handle
}
