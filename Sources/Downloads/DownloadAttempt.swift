import Archives
import Datasets
internal import Terminal

/// One request for a file or its rest, and what comes of it.
final class DownloadAttempt: TransferReceiver {
  /// What to do next.
  enum Verdict: Equatable {
    /// All bytes are there: check them.
    case enough
    /// Somebody wants the command to end.
    case interrupted(StopSignal)
    /// It may go better next time.
    case again(String)
    /// The bytes kept are of no use: fetch the file from its beginning.
    case anew(String)
    /// It would be the same next time.
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
  /// What to do next, where that was settled before the answer's end.
  private(set) var verdict: Verdict?

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
    // Whoever sends more, perhaps without end, is not listened to: the sum decides on what is there.
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

  /// Settles what comes next; returns `false`, for the receiver wants no more.
  private func stop(_ verdict: Verdict) -> Bool {
    self.verdict = verdict
    return false
  }

  private func problem(_ found: String, _ expected: String) -> FileProblem {
    FileProblem("\(download.address)", found: found, expected: expected)
  }
}
