import Archives
import Datasets
internal import Terminal

/// One request for a file or its remainder, and its result.
final class DownloadAttempt: TransferReceiver {
  /// What to do next.
  enum Decision: Equatable {
    /// All bytes are there and can be verified.
    case enough
    /// A signal asks the command to end.
    case interrupted(StopSignal)
    /// Another attempt may succeed.
    case again(String)
    /// The bytes kept are useless: download the file from its beginning.
    case anew(String)
    /// Another attempt would fail in the same way.
    case hopeless(FileProblem)
  }

  private let download: Download
  private let part: PartFile
  private let request: StopRequest
  private let report: (Download.Event) -> Void
  private let clock = ContinuousClock()
  private let start: ContinuousClock.Instant
  private var stallWatch: StallWatch
  private let offset: Int
  private var received = 0
  /// Whether the server sends the file from its beginning.
  private(set) var isWhole = false
  /// What to do next, if that was decided before the end of the response.
  private(set) var decision: Decision?

  init(
    _ download: Download,
    to part: PartFile,
    stopping request: StopRequest,
    report: @escaping (Download.Event) -> Void
  ) {
    self.download = download
    self.part = part
    self.request = request
    self.report = report
    offset = part.byteCount
    start = clock.now
    stallWatch = StallWatch(seconds: download.settings.stallSeconds, now: 0)
  }

  /// Sends the request and waits for its end.
  func run() -> HTTPTransfer.Ending {
    let transfer = HTTPTransfer(
      address: download.address,
      offset: offset,
      validator: part.validator(of: download.address),
      connectionSeconds: download.settings.stallSeconds
    )
    return transfer.run(for: self)
  }

  func begin(_ answer: HTTPAnswer) -> Bool {
    switch answer.status {
    case 200: beginWhole(answer)
    case 206: beginRest(answer)
    case 416: stop(.anew("has no such part"))
    case 408, 425, 429, 500...599: stop(.again("is answered by “\(answer.statusText)”"))
    default:
      stop(.hopeless(problem("is answered by “\(answer.statusText)”", "the file")))
    }
  }

  func receive(_ bytes: UnsafeRawBufferPointer) -> Bool {
    received += bytes.count
    // Excess bytes, perhaps without end, are ignored: the hash decides.
    let wanted = UnsafeRawBufferPointer(
      rebasing: bytes.prefix(download.file.byteCount - part.byteCount)
    )
    do throws(FileProblem) { try part.append(wanted) } catch { return stop(.hopeless(error)) }
    report(.progress(bytes: part.byteCount))
    return part.byteCount < download.file.byteCount
  }

  func goesOn() -> Bool {
    if let signal = request.signal { return stop(.interrupted(signal)) }
    guard stallWatch.isStalled(byteCount: received, now: (clock.now - start) / .seconds(1)) else {
      return true
    }
    let seconds = NumberText.general(download.settings.stallSeconds)
    return stop(.again("has stalled for \(seconds) seconds"))
  }

  private func beginWhole(_ answer: HTTPAnswer) -> Bool {
    isWhole = true
    if offset > 0 {
      do throws(FileProblem) { try part.clear() } catch { return stop(.hopeless(error)) }
      report(.restarted(reason: "is sent whole"))
    }
    part.note(answer.validator, of: download.address)
    return true
  }

  private func beginRest(_ answer: HTTPAnswer) -> Bool {
    guard offset > 0, let range = answer.range, range.start == offset,
      range.total == nil || range.total == download.file.byteCount
    else { return stop(.anew("is sent from elsewhere than asked for")) }
    return true
  }

  /// Decides what to do next; returns `false`, since the receiver wants no more.
  private func stop(_ decision: Decision) -> Bool {
    self.decision = decision
    return false
  }

  private func problem(_ found: String, _ expected: String) -> FileProblem {
    FileProblem("\(download.address)", found: found, expected: expected)
  }
}
