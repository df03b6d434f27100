package import Archives
package import Datasets
package import Terminal

/// Downloads one file, resuming after stalls and broken connections, until its bytes are verified.
package struct Download {
  /// An event during a download.
  package enum Event: Equatable {
    /// The number of bytes so far.
    case progress(bytes: Int)
    /// An attempt failed and is repeated after some seconds.
    case retrying(reason: String, delay: Double)
    /// The file is downloaded again from its beginning.
    case restarted(reason: String)
  }

  /// The outcome of a download without problems.
  package enum Outcome: Equatable {
    /// The file is complete.
    case finished
    /// A signal stopped it; the bytes so far are kept.
    case interrupted(StopSignal)
  }

  // A connection that brought this much shows that another attempt is worthwhile.
  private static let worthwhileBytes = 1 << 20

  let file: RemoteFile
  let address: WebAddress
  let settings: DownloadSettings

  /// A download of `file` from an address.
  package init(_ file: RemoteFile, from address: WebAddress, settings: DownloadSettings = .init()) {
    self.file = file
    self.address = address.appending(file.name)
    self.settings = settings
  }

  /// Downloads the file to `path`; the bytes so far are kept at `path` with the suffix `.part`.
  ///
  /// - Throws: `FileProblem` if the server does not have the right file or cannot be reached, or the file
  ///   cannot be written. Useful bytes are kept; nothing appears at `path`.
  package func run(
    to path: String,
    stopping request: StopRequest,
    report: @escaping (Event) -> Void
  ) throws(FileProblem) -> Outcome {
    let part = try PartFile(path + ".part")
    if part.byteCount > file.byteCount { try part.clear() }
    // Bytes of several responses may not fit together; those of one are what the server has.
    var isSpliced = part.byteCount > 0
    var hasRestarted = false
    var failures = 0
    var furthest = part.byteCount
    func restart(_ reason: String, _ expected: String) throws(FileProblem) {
      try part.clear()
      guard isSpliced, !hasRestarted else { throw problem(reason, expected) }
      (isSpliced, hasRestarted) = (false, true)
      report(.restarted(reason: reason))
    }
    while true {
      if part.byteCount == file.byteCount {
        let sum = try SHA256.ofFile(part.path)
        if sum == file.sha256 {
          try part.finish(as: path)
          return .finished
        }
        try restart("holds other bytes: their SHA-256 is \(sum)", file.sha256)
      }
      if let signal = request.signal { return interrupted(by: signal, part) }
      let attempt = DownloadAttempt(self, to: part, stopping: request, report: report)
      let ending = attempt.run()
      isSpliced = part.byteCount > 0 && !attempt.isWhole
      switch try decision(of: attempt, ending, part) {
      case .enough: break
      case .interrupted(let signal): return interrupted(by: signal, part)
      case .hopeless(let problem): throw problem
      case .anew(let reason): try restart(reason, "the file")
      case .again(let reason):
        let won = part.byteCount - furthest
        furthest = max(furthest, part.byteCount)
        failures = won >= Self.worthwhileBytes ? 1 : failures + 1
        guard failures <= settings.retries else {
          throw problem(reason, "a server that sends it")
        }
        let delay = settings.delay(before: failures)
        report(.retrying(reason: reason, delay: delay))
        request.wait(seconds: delay)
      }
    }
  }

  /// Ends by a signal; the bytes that are reported as kept are durable.
  private func interrupted(by signal: StopSignal, _ part: PartFile) -> Outcome {
    part.sync()
    return .interrupted(signal)
  }

  /// Decides what to do after an attempt.
  private func decision(
    of attempt: DownloadAttempt,
    _ ending: HTTPTransfer.Ending,
    _ part: PartFile
  ) throws(FileProblem) -> DownloadAttempt.Decision {
    // Whatever lengths the server claims: once all bytes are there, their hash decides.
    if part.byteCount == file.byteCount { return .enough }
    if let decision = attempt.decision { return decision }
    switch ending {
    case .failed(let reason):
      return .hopeless(problem(reason, "an address that leads to the file"))
    case .broken(let reason): return .again(reason)
    case .stoppedByReceiver: return .hopeless(problem("has a header without end", "a file"))
    case .complete:
      if !attempt.isWhole { return .again("ends after \(part.byteCount) bytes") }
      let found = part.byteCount
      try part.clear()
      return .hopeless(problem("has \(found) bytes", "\(file.byteCount)"))
    }
  }

  private func problem(_ found: String, _ expected: String) -> FileProblem {
    FileProblem("\(address)", found: found, expected: expected)
  }
}
