internal import OneDNN

/// The device that computes.
public enum ComputeDevice {
  /// A description of the current context's device: "CPU, 2 threads (oneDNN 3.2.0, AVX2)".
  public static var description: String {
    let threads = Context.current.threadCount
    return "CPU, \(threads) thread\(threads == 1 ? "" : "s") (\(library))"
  }

  /// The library and the instruction set: "oneDNN 3.2.0, AVX2".
  public static var library: String { "oneDNN \(Device.libraryVersion), \(Device.instructionSet)" }
}
