extension GraphEngine {
  /// What an engine has done.
  public struct Statistics: Sendable, Equatable {
    /// Programs that were compiled.
    public var compiledPrograms = 0
    /// Programs that ran.
    public var runs = 0
    /// Arrays that were copied to the device, not counting scalars.
    public var arraysToDevice = 0
    /// Their bytes.
    public var bytesToDevice = 0
    /// Vectors of scalars and counters that were copied to the device.
    public var scalarsToDevice = 0
    /// Arrays that were copied to the host.
    public var arraysToHost = 0
    /// Their bytes.
    public var bytesToHost = 0
    /// The seconds that compiling took.
    public var compilationSeconds = 0.0
    /// At most the seconds in which no program ran: from the last value that was waited for to the next program's start.
    ///
    /// Compilation does not count. Of a program that was not waited for and had ended when the next one started, all since
    /// its start counts.
    public var hostSeconds = 0.0

    /// What was done since an earlier time.
    public func since(_ earlier: Statistics) -> Statistics {
      var difference = self
      difference.compiledPrograms -= earlier.compiledPrograms
      difference.runs -= earlier.runs
      difference.arraysToDevice -= earlier.arraysToDevice
      difference.bytesToDevice -= earlier.bytesToDevice
      difference.scalarsToDevice -= earlier.scalarsToDevice
      difference.arraysToHost -= earlier.arraysToHost
      difference.bytesToHost -= earlier.bytesToHost
      difference.compilationSeconds -= earlier.compilationSeconds
      difference.hostSeconds -= earlier.hostSeconds
      return difference
    }
  }
}
