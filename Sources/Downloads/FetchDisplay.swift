import Datasets
internal import Terminal

/// Shows the progress of a download, its speed and the remaining time.
///
/// On a terminal it is redrawn in place; elsewhere it prints a line at intervals:
///
/// ```
/// [ 20.00%] 6.2 MB of 30.9 MB, 1.2 MB/s, 0:00:20 left
/// ```
final class FetchDisplay {
  private static let redrawInterval = 0.1
  private static let lineInterval = 10.0

  private let name: String
  private let total: Int
  private let console: Console
  private let clock = ContinuousClock()
  private let start: ContinuousClock.Instant
  private var rate = TransferRate()
  private var lastTime: Double
  private var fileName = ""
  /// The bytes of completed files, and of the current one.
  private var (doneBefore, doneNow) = (0, 0)
  private var now: Double { (clock.now - start) / .seconds(1) }

  /// A display for a download of `total` bytes.
  init(_ name: String, total: Int, on console: Console) {
    self.name = name
    self.total = total
    self.console = console
    start = clock.now
    lastTime = -Self.redrawInterval
    if console.style == .lines { lastTime = 0 }
  }

  /// Announces the download.
  func start(from address: WebAddress, to folder: String) {
    let size = NumberText.bytes(Double(total))
    console.print("Fetching \(name) (\(size)) from \(address) to \(folder)")
  }

  /// Announces a file.
  func begin(_ file: RemoteFile) {
    fileName = file.name
    doneNow = 0
  }

  /// Shows an event of the current file.
  func take(_ event: Download.Event) {
    switch event {
    case .progress(let bytes):
      doneNow = bytes
      rate.add(bytes: done, now: now)
      draw()
    case .retrying(let reason, let delay):
      let seconds = NumberText.general(delay)
      console.print("\(fileName) \(reason); trying again in \(seconds) s")
      rate = TransferRate()
    case .restarted(let reason):
      console.print("\(fileName) \(reason); fetching it from its beginning")
      doneNow = 0
      rate = TransferRate()
    }
  }

  /// Reports a completed file.
  func finish(_ file: RemoteFile) {
    doneBefore += file.byteCount
    doneNow = 0
    if console.style == .terminal { console.show(bar) }
    console.print("\(file.name): \(NumberText.bytes(Double(file.byteCount))), SHA-256 verified")
  }

  /// Leaves the display as it is.
  func end() {
    if console.style == .terminal { console.show(bar) }
    console.settle()
  }

  private func draw() {
    let now = now
    let isTerminal = console.style == .terminal
    guard now - lastTime >= (isTerminal ? Self.redrawInterval : Self.lineInterval) else { return }
    lastTime = now
    if isTerminal { console.show(bar) } else { console.print(line) }
  }

  private var done: Int { doneBefore + doneNow }
  private var share: Double { min(Double(done) / Double(max(total, 1)), 1) }
  private var amounts: String {
    "\(NumberText.bytes(Double(done))) of \(NumberText.bytes(Double(total)))"
  }
  private var speed: String { NumberText.bytes(rate.bytesPerSecond ?? 0) + "/s" }
  private var timeLeft: String {
    done == total
      ? "0:00:00" : rate.seconds(for: total - done).map(NumberText.duration) ?? "unknown"
  }

  private var bar: [String] {
    [
      "     total " + console.bar(share),
      "           \(amounts), \(speed). Estimated time to finish: \(timeLeft).",
    ]
  }

  private var line: String {
    "[\(NumberText.percentage(share))] \(amounts), \(speed), \(timeLeft) left"
  }
}
