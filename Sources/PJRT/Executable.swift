internal import CPJRT

/// A compiled program.
public final class Executable: @unchecked Sendable {
  // Sendable: the handle is constant, and PJRT's functions may be called from any thread.

  private let handle: OpaquePointer
  private let outputCount: Int
  private let client: Client

  init(_ handle: OpaquePointer, outputCount: Int, on client: Client) {
    (self.handle, self.outputCount, self.client) = (handle, outputCount, client)
  }

  deinit {
    var arguments = PJRT_LoadedExecutable_Destroy_Args()
    arguments.executable = handle
    let function = client.functions.table.pointee.PJRT_LoadedExecutable_Destroy
    let name = "PJRT_LoadedExecutable_Destroy"
    _ = try? client.functions.call(.execution, arguments, name, function)
  }

  /// Runs the program.
  ///
  /// It may still run when this returns; whoever reads a result waits for it. Arguments that the program was
  /// compiled to write over must not be used again, unless they are kept.
  ///
  /// - Parameters:
  ///   - arguments: A buffer for each argument.
  ///   - kept: The numbers of arguments that are not to be written over.
  /// - Returns: A buffer for each result, and how far the program is.
  /// - Throws: `PJRTProblem` if it cannot be started, as with too little memory.
  public func run(
    _ arguments: [Buffer],
    keeping kept: [Int] = []
  ) throws(PJRTProblem) -> (results: [Buffer], execution: Execution) {
    let inputs = arguments.map { Optional($0.handle) }
    var outputs = [OpaquePointer?](repeating: nil, count: outputCount)
    var problem: PJRTProblem?
    var done: OpaquePointer?
    // The options live for as long as the call.
    let keptNumbers = UnsafeMutableBufferPointer<Int64>.allocate(capacity: kept.count)
    _ = keptNumbers.initialize(from: kept.map(Int64.init))
    defer { keptNumbers.deallocate() }
    inputs.withUnsafeBufferPointer { inputs in
      outputs.withUnsafeMutableBufferPointer { outputs in
        var options = PJRT_ExecuteOptions()
        options.struct_size = MemoryLayout<PJRT_ExecuteOptions>.size
        options.non_donatable_input_indices = UnsafePointer(keptNumbers.baseAddress)
        options.num_non_donatable_input_indices = kept.count
        withUnsafeMutablePointer(to: &options) { options in
          var inputList = inputs.baseAddress
          var outputList = outputs.baseAddress
          withUnsafePointer(to: &inputList) { inputLists in
            withUnsafePointer(to: &outputList) { outputLists in
              withUnsafeMutablePointer(to: &done) { doneList in
                var call = PJRT_LoadedExecutable_Execute_Args()
                call.executable = handle
                call.options = options
                call.argument_lists = inputLists
                call.num_devices = 1
                call.num_args = inputs.count
                call.output_lists = outputLists
                call.device_complete_events = doneList
                let function = client.functions.table.pointee.PJRT_LoadedExecutable_Execute
                let name = "PJRT_LoadedExecutable_Execute"
                do throws(PJRTProblem) {
                  try client.functions.call(.execution, call, name, function)
                } catch { problem = error }
              }
            }
          }
        }
      }
    }
    withExtendedLifetime(arguments) {}
    let execution = Execution(done, on: client)
    if let problem { throw problem }
    let buffers = outputs.compactMap { $0.map { Buffer($0, on: client) } }
    guard buffers.count == outputCount else {
      throw PJRTProblem(
        .execution,
        "PJRT_LoadedExecutable_Execute",
        found: "gives \(buffers.count) results",
        expected: "\(outputCount)"
      )
    }
    return (buffers, execution)
  }
}

/// A program that was started.
public final class Execution: @unchecked Sendable {
  // Sendable: the handle is constant, and PJRT's functions may be called from any thread.

  private let event: OpaquePointer?
  private let client: Client

  init(_ event: OpaquePointer?, on client: Client) { (self.event, self.client) = (event, client) }

  deinit {
    guard let event else { return }
    var arguments = PJRT_Event_Destroy_Args()
    arguments.event = event
    let function = client.functions.table.pointee.PJRT_Event_Destroy
    _ = try? client.functions.call(.execution, arguments, "PJRT_Event_Destroy", function)
  }

  /// Whether the program has ended, as far as the plugin can tell.
  public var isDone: Bool {
    guard let event else { return true }
    var arguments = PJRT_Event_IsReady_Args()
    arguments.event = event
    let function = client.functions.table.pointee.PJRT_Event_IsReady
    let name = "PJRT_Event_IsReady"
    return (try? client.functions.call(.execution, arguments, name, function))?.is_ready ?? true
  }
}
