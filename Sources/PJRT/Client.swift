internal import CPJRT
internal import Synchronization

/// A plugin's connection to its devices, of which it uses one.
public final class Client: @unchecked Sendable {
  // Sendable: the handles are constant, and PJRT's functions may be called from any thread.

  /// An option of a plugin: what `PJRT_Client_Create` takes by name.
  public enum Option: Sendable {
    /// A truth.
    case bool(Bool)
    /// A number.
    case float(Float)
  }

  /// The platform: "cpu", "cuda".
  public let platform: String
  /// The platform's version, of as many lines as the plugin likes.
  public let platformVersion: String
  /// The kinds of the devices that it found, in order: "cpu", "NVIDIA H100".
  public let kinds: [String]
  /// The number of the device that is used.
  public let index: Int
  let functions: Functions
  let device: OpaquePointer
  /// The device's number in programs.
  let deviceID: Int
  private let client: OpaquePointer
  private let plugin: Plugin
  /// The addresses of buffers that nobody refers to any more.
  private let dropped = Mutex<[UInt]>([])
  private static let mostDropped = 4096

  /// Connects to one of a plugin's devices.
  ///
  /// - Parameters:
  ///   - plugin: The plugin.
  ///   - index: The number of the device, from 0.
  ///   - options: Options of the plugin.
  /// - Throws: `PJRTProblem` if there is no such device.
  public init(
    _ plugin: Plugin,
    device index: Int = 0,
    options: [String: Option] = [:]
  ) throws(PJRTProblem) {
    let functions = plugin.functions
    let table = functions.table.pointee
    let client = try Self.create(functions, options)
    var platform = PJRT_Client_PlatformName_Args()
    platform.client = client
    platform = try functions.call(
      .device,
      platform,
      "PJRT_Client_PlatformName",
      table.PJRT_Client_PlatformName
    )
    var version = PJRT_Client_PlatformVersion_Args()
    version.client = client
    version = try functions.call(
      .device,
      version,
      "PJRT_Client_PlatformVersion",
      table.PJRT_Client_PlatformVersion
    )
    var found = PJRT_Client_AddressableDevices_Args()
    found.client = client
    found = try functions.call(
      .device,
      found,
      "PJRT_Client_AddressableDevices",
      table.PJRT_Client_AddressableDevices
    )
    var devices: [(handle: OpaquePointer, id: Int, kind: String)] = []
    for place in 0..<found.num_addressable_devices {
      guard let handle = found.addressable_devices?[place] else { continue }
      devices.append(try Self.describe(handle, functions))
    }
    guard devices.indices.contains(index) else {
      throw PJRTProblem(
        .device,
        plugin.path,
        found: devices.isEmpty ? "finds no device" : "finds no device \(index)",
        expected: devices.isEmpty ? "one" : "a number from 0 to \(devices.count - 1)"
      )
    }
    self.plugin = plugin
    self.functions = functions
    self.client = client
    self.index = index
    self.platform = functions.string(platform.platform_name, platform.platform_name_size)
    platformVersion = functions.string(version.platform_version, version.platform_version_size)
    kinds = devices.map(\.kind)
    device = devices[index].handle
    deviceID = devices[index].id
  }

  deinit {
    freeDroppedBuffers()
    var arguments = PJRT_Client_Destroy_Args()
    arguments.client = client
    let function = functions.table.pointee.PJRT_Client_Destroy
    _ = try? functions.call(.device, arguments, "PJRT_Client_Destroy", function)
  }

  /// Takes a buffer that nobody refers to any more.
  func drop(_ buffer: OpaquePointer) {
    let isFull = dropped.withLock { dropped in
      dropped.append(UInt(bitPattern: buffer))
      return dropped.count >= Self.mostDropped
    }
    if isFull { freeDroppedBuffers() }
  }

  /// Frees buffers that nobody refers to any more.
  ///
  /// Plugins wait for programs that a buffer was passed to: it is best done when none runs. Where nobody does it, it happens
  /// when there are thousands.
  public func freeDroppedBuffers() {
    let all = dropped.withLock { dropped in
      defer { dropped.removeAll(keepingCapacity: true) }
      return dropped
    }
    let function = functions.table.pointee.PJRT_Buffer_Destroy
    for buffer in all {
      var arguments = PJRT_Buffer_Destroy_Args()
      arguments.buffer = OpaquePointer(bitPattern: buffer)
      _ = try? functions.call(.execution, arguments, "PJRT_Buffer_Destroy", function)
    }
  }

  /// What a device says of itself.
  private static func describe(
    _ device: OpaquePointer,
    _ functions: Functions
  ) throws(PJRTProblem) -> (handle: OpaquePointer, id: Int, kind: String) {
    let table = functions.table.pointee
    var description = PJRT_Device_GetDescription_Args()
    description.device = device
    description = try functions.call(
      .device,
      description,
      "PJRT_Device_GetDescription",
      table.PJRT_Device_GetDescription
    )
    var id = PJRT_DeviceDescription_Id_Args()
    id.device_description = description.device_description
    id = try functions.call(
      .device,
      id,
      "PJRT_DeviceDescription_Id",
      table.PJRT_DeviceDescription_Id
    )
    var kind = PJRT_DeviceDescription_Kind_Args()
    kind.device_description = description.device_description
    kind = try functions.call(
      .device,
      kind,
      "PJRT_DeviceDescription_Kind",
      table.PJRT_DeviceDescription_Kind
    )
    return (device, Int(id.id), functions.string(kind.device_kind, kind.device_kind_size))
  }

  private static func create(
    _ functions: Functions,
    _ options: [String: Option]
  ) throws(PJRTProblem) -> OpaquePointer {
    // The names live for as long as the call.
    let names = options.keys.sorted().map { name in
      let text = UnsafeMutableBufferPointer<CChar>.allocate(capacity: name.utf8.count)
      _ = text.initialize(from: name.utf8.map(CChar.init(bitPattern:)))
      return (name, text)
    }
    defer { for (_, text) in names { text.deallocate() } }
    let values = names.map { name, text in
      var value = PJRT_NamedValue()
      value.struct_size = MemoryLayout<PJRT_NamedValue>.size
      value.name = UnsafePointer(text.baseAddress)
      value.name_size = text.count
      value.value_size = 1
      switch options[name] {
      case .bool(let truth)?: (value.type, value.bool_value) = (PJRT_NamedValue_kBool, truth)
      case .float(let number)?: (value.type, value.float_value) = (PJRT_NamedValue_kFloat, number)
      case nil: break
      }
      return value
    }
    var arguments = PJRT_Client_Create_Args()
    let outcome = values.withUnsafeBufferPointer {
      buffer -> Result<PJRT_Client_Create_Args, PJRTProblem> in
      arguments.create_options = buffer.baseAddress
      arguments.num_options = buffer.count
      let function = functions.table.pointee.PJRT_Client_Create
      do throws(PJRTProblem) {
        return .success(try functions.call(.device, arguments, "PJRT_Client_Create", function))
      } catch { return .failure(error) }
    }
    guard let client = try outcome.get().client else {
      throw PJRTProblem(.device, functions.path, found: "gives no client", expected: "one")
    }
    return client
  }

  /// Compiles a program for the device.
  ///
  /// - Parameters:
  ///   - text: An MLIR module of StableHLO, whose function `main` is called.
  ///   - outputCount: The number of its results.
  /// - Returns: The program.
  /// - Throws: `PJRTProblem` with the compiler's text if it does not compile.
  public func compile(_ text: String, outputCount: Int) throws(PJRTProblem) -> Executable {
    var code = Array(text.utf8).map(CChar.init(bitPattern:))
    var format = Array("mlir".utf8).map(CChar.init(bitPattern:))
    let options = CompileOptions.bytes(device: deviceID, platform: platform)
      .map(CChar.init(bitPattern:))
    let outcome = code.withUnsafeMutableBufferPointer { code in
      format.withUnsafeMutableBufferPointer { format in
        options.withUnsafeBufferPointer { options -> Result<OpaquePointer?, PJRTProblem> in
          var program = PJRT_Program()
          program.struct_size = MemoryLayout<PJRT_Program>.size
          program.code = code.baseAddress
          program.code_size = code.count
          program.format = UnsafePointer(format.baseAddress)
          program.format_size = format.count
          return withUnsafePointer(to: program) { program in
            var arguments = PJRT_Client_Compile_Args()
            arguments.client = client
            arguments.program = program
            arguments.compile_options = options.baseAddress
            arguments.compile_options_size = options.count
            let function = functions.table.pointee.PJRT_Client_Compile
            do throws(PJRTProblem) {
              let done = try functions.call(.program, arguments, "PJRT_Client_Compile", function)
              return .success(done.executable)
            } catch { return .failure(error) }
          }
        }
      }
    }
    guard let executable = try outcome.get() else {
      throw PJRTProblem(.program, "PJRT_Client_Compile", found: "gives no program")
    }
    return Executable(executable, outputCount: outputCount, on: self)
  }

  /// Copies values to the device.
  ///
  /// - Parameters:
  ///   - bytes: The values, in row-major order; they may change once this returns.
  ///   - type: The type of an element.
  ///   - dimensions: The length of each axis.
  /// - Returns: The values on the device.
  /// - Throws: `PJRTProblem` if the device has no room for them.
  public func buffer(
    of bytes: UnsafeRawBufferPointer,
    type: Buffer.ElementType,
    dimensions: [Int]
  ) throws(PJRTProblem) -> Buffer {
    let lengths = dimensions.map(Int64.init)
    let outcome = lengths.withUnsafeBufferPointer {
      lengths -> Result<PJRT_Client_BufferFromHostBuffer_Args, PJRTProblem> in
      var arguments = PJRT_Client_BufferFromHostBuffer_Args()
      arguments.client = client
      arguments.data = bytes.baseAddress
      arguments.type = type.code
      arguments.dims = lengths.baseAddress
      arguments.num_dims = lengths.count
      arguments.host_buffer_semantics = PJRT_HostBufferSemantics_kImmutableOnlyDuringCall
      arguments.device = device
      let function = functions.table.pointee.PJRT_Client_BufferFromHostBuffer
      do throws(PJRTProblem) {
        let name = "PJRT_Client_BufferFromHostBuffer"
        return .success(try functions.call(.execution, arguments, name, function))
      } catch { return .failure(error) }
    }
    let done = try outcome.get()
    try functions.await(done.done_with_host_buffer, of: "PJRT_Client_BufferFromHostBuffer")
    guard let buffer = done.buffer else {
      throw PJRTProblem(.execution, "PJRT_Client_BufferFromHostBuffer", found: "gives no buffer")
    }
    return Buffer(buffer, on: self)
  }
}
