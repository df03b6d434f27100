internal import OneDNN

/// What tensors are computed on.
public enum ComputeDevice {
  /// One line for people, of the current context: "CPU, 2 threads (oneDNN 3.2.0, AVX2)".
  public static var description: String {
    let threads = Context.current.threadCount
    return "CPU, \(threads) thread\(threads == 1 ? "" : "s") (\(library))"
  }

  /// What computes, and with which instructions: "oneDNN 3.2.0, AVX2".
  public static var library: String { "oneDNN \(Device.libraryVersion), \(Device.instructionSet)" }
}
