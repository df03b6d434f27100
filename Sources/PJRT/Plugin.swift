internal import CPJRT

#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// A plugin of XLA for one kind of device, loaded at run time.
///
/// Source: OpenXLA, "PJRT C API", `xla/pjrt/c/pjrt_c_api.h`.
public final class Plugin: Sendable {
  /// The path that it was loaded from.
  public let path: String
  /// The version of the interface: "0.81".
  public let version: String
  let functions: Functions

  /// The oldest version of the interface that has all that is called, in the form that it is called.
  private static let oldestMinorVersion: Int32 = 40

  /// Loads a plugin.
  ///
  /// Plugins stay loaded: they have threads and variables of their own.
  ///
  /// - Parameter path: The path of the shared library.
  /// - Throws: `PJRTProblem` if the file is no plugin, or one that is too old.
  public init(loading path: String) throws(PJRTProblem) {
    guard let library = dlopen(path, RTLD_NOW | RTLD_LOCAL) else {
      var text = dlerror().map { String(cString: $0) } ?? "cannot be loaded"
      // The loader names the file, too.
      if text.hasPrefix("\(path): ") { text.removeFirst(path.count + 2) }
      throw PJRTProblem(.plugin, path, found: shortened(text), expected: "a PJRT plugin")
    }
    guard let symbol = dlsym(library, "GetPjrtApi") else {
      throw PJRTProblem(.plugin, path, found: "has no GetPjrtApi", expected: "a PJRT plugin")
    }
    guard let table = unsafeBitCast(symbol, to: PJRT_GetApi.self)() else {
      throw PJRTProblem(.plugin, path, found: "gives no functions", expected: "a PJRT plugin")
    }
    let api = table.pointee.pjrt_api_version
    version = "\(api.major_version).\(api.minor_version)"
    guard api.major_version == 0, api.minor_version >= Self.oldestMinorVersion,
      table.pointee.struct_size >= MemoryLayout<PJRT_Api>.size
    else {
      throw PJRTProblem(
        .plugin,
        path,
        found: "has version \(version) of the interface",
        expected: "0.\(Self.oldestMinorVersion) or a later 0"
      )
    }
    self.path = path
    functions = Functions(table: table, path: path)
    try functions.call(
      .plugin,
      PJRT_Plugin_Initialize_Args(),
      "PJRT_Plugin_Initialize",
      table.pointee.PJRT_Plugin_Initialize
    )
  }
}

/// The functions of a plugin, and the only place that calls them.
struct Functions: @unchecked Sendable {
  // Sendable: the table is constant, and PJRT's functions may be called from any thread.

  let table: UnsafePointer<PJRT_Api>
  let path: String

  /// Calls a function with its arguments.
  ///
  /// - Returns: The arguments, with what the function wrote to them.
  /// - Throws: `PJRTProblem` with the plugin's text if the function fails.
  @discardableResult
  func call<Arguments>(
    _ kind: PJRTProblem.Kind,
    _ arguments: Arguments,
    _ name: String,
    _ function: ((UnsafeMutablePointer<Arguments>?) -> OpaquePointer?)?
  ) throws(PJRTProblem) -> Arguments {
    guard let function else {
      throw PJRTProblem(.plugin, path, found: "has no \(name)", expected: "a complete plugin")
    }
    var arguments = arguments
    // Every structure begins with its size.
    withUnsafeMutableBytes(of: &arguments) {
      $0.storeBytes(of: MemoryLayout<Arguments>.size, as: Int.self)
    }
    if let error = function(&arguments) {
      throw PJRTProblem(kind, name, found: text(of: error))
    }
    return arguments
  }

  /// Waits for an event, and destroys it.
  ///
  /// - Throws: `PJRTProblem` if what it stands for failed.
  func await(_ event: OpaquePointer?, of name: String) throws(PJRTProblem) {
    guard let event else { return }
    defer {
      var arguments = PJRT_Event_Destroy_Args()
      arguments.event = event
      _ = try? call(.execution, arguments, "PJRT_Event_Destroy", table.pointee.PJRT_Event_Destroy)
    }
    var arguments = PJRT_Event_Await_Args()
    arguments.event = event
    try call(.execution, arguments, name, table.pointee.PJRT_Event_Await)
  }

  /// The text of an error, which is destroyed.
  private func text(of error: OpaquePointer) -> String {
    var message = PJRT_Error_Message_Args()
    message.struct_size = MemoryLayout<PJRT_Error_Message_Args>.size
    message.error = error
    table.pointee.PJRT_Error_Message?(&message)
    let text = string(message.message, message.message_size)
    var destroyed = PJRT_Error_Destroy_Args()
    destroyed.struct_size = MemoryLayout<PJRT_Error_Destroy_Args>.size
    destroyed.error = error
    table.pointee.PJRT_Error_Destroy?(&destroyed)
    return shortened(text)
  }

  /// A text that a plugin owns.
  func string(_ start: UnsafePointer<CChar>?, _ count: Int) -> String {
    guard let start else { return "" }
    let bytes = UnsafeBufferPointer(start: start, count: count).map(UInt8.init(bitPattern:))
    return String(decoding: bytes, as: UTF8.self)
  }
}
