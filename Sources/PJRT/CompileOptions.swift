/// XLA's options for the compilation of a program for one device, as a protocol buffer.
///
/// Source: OpenXLA, `xla/pjrt/proto/compile_options.proto` and `xla/xla_data.proto`, `DeviceAssignmentProto`.
enum CompileOptions {
  /// A serialized `CompileOptionsProto`.
  ///
  /// - Parameters:
  ///   - device: The number of the device that runs the program.
  ///   - platform: The platform that it belongs to.
  /// - Returns: The bytes.
  static func bytes(device: Int, platform: String) -> [UInt8] {
    let devices = message(1, varint(UInt64(device)))
    let assignment = number(1, 1) + number(2, 1) + message(3, devices)
    let build = number(4, 1) + number(5, 1) + message(9, assignment)
    // XLA's products by XNNPACK keep packed weights by their address, and so take those of the run before where an
    // update has changed them in place.
    let overridden = platform == "cpu" ? [switchedOff("xla_cpu_use_xnnpack")] : []
    return message(3, build) + overridden.flatMap { message(7, $0) }
  }

  /// An entry of a map: an option of XLA that is false.
  private static func switchedOff(_ option: String) -> [UInt8] {
    message(1, Array(option.utf8)) + message(2, number(2, 0))
  }

  /// A field that is a number.
  private static func number(_ field: UInt64, _ value: UInt64) -> [UInt8] {
    varint(field << 3) + varint(value)
  }

  /// A field of bytes: a message, or packed numbers.
  private static func message(_ field: UInt64, _ bytes: [UInt8]) -> [UInt8] {
    varint(field << 3 | 2) + varint(UInt64(bytes.count)) + bytes
  }

  /// A number of seven bits a byte, the lowest first.
  private static func varint(_ value: UInt64) -> [UInt8] {
    var (rest, bytes): (UInt64, [UInt8]) = (value, [])
    while rest > 0x7F {
      bytes.append(UInt8(rest & 0x7F) | 0x80)
      rest >>= 7
    }
    return bytes + [UInt8(rest)]
  }
}
