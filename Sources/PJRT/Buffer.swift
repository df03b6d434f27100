internal import CPJRT

/// Values in a device's memory, which is freed after the last reference: see `Client.freeDroppedBuffers`.
public final class Buffer: @unchecked Sendable {
  // Sendable: the handle is constant, and PJRT's functions may be called from any thread.

  /// The type of an element.
  public enum ElementType: Sendable {
    /// `Bool`, a byte each.
    case bool
    /// `Int32`.
    case int32
    /// `UInt64`.
    case uint64
    /// `Float`.
    case float32

    var code: PJRT_Buffer_Type {
      switch self {
      case .bool: PJRT_Buffer_Type_PRED
      case .int32: PJRT_Buffer_Type_S32
      case .uint64: PJRT_Buffer_Type_U64
      case .float32: PJRT_Buffer_Type_F32
      }
    }
  }

  let handle: OpaquePointer
  private let client: Client

  init(_ handle: OpaquePointer, on client: Client) {
    (self.handle, self.client) = (handle, client)
  }

  deinit { client.drop(handle) }

  /// Copies values of several buffers to the host, all at once.
  ///
  /// - Parameter copies: Each buffer, and room for its values.
  /// - Throws: `PJRTProblem` if the program that computes them, or a transfer, failed.
  public static func copy(
    _ copies: [(from: Buffer, to: UnsafeMutableRawBufferPointer)]
  ) throws(PJRTProblem) {
    var events: [(Buffer, OpaquePointer?)] = []
    var problem: PJRTProblem?
    for (buffer, target) in copies {
      var arguments = PJRT_Buffer_ToHostBuffer_Args()
      arguments.src = buffer.handle
      arguments.dst = target.baseAddress
      arguments.dst_size = target.count
      let functions = buffer.client.functions
      let function = functions.table.pointee.PJRT_Buffer_ToHostBuffer
      do throws(PJRTProblem) {
        let name = "PJRT_Buffer_ToHostBuffer"
        let done = try functions.call(.execution, arguments, name, function)
        events.append((buffer, done.event))
      } catch {
        problem = problem ?? error
      }
    }
    // All are waited for, so that nothing is written once this has returned.
    for (buffer, event) in events {
      do throws(PJRTProblem) {
        try buffer.client.functions.await(event, of: "PJRT_Buffer_ToHostBuffer")
      } catch { problem = problem ?? error }
    }
    if let problem { throw problem }
  }
}
