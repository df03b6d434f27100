import Datasets
internal import Terminal

/// Tells how far a fetch is, how fast, and how long it will still take.
///
/// On a terminal it is redrawn in place; elsewhere it is a line now and then:
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
  /// The bytes of the files that are there, and of the one that is being fetched.
  private var (doneBefore, doneNow) = (0, 0)
  private var now: Double { (clock.now - start) / .seconds(1) }

  /// A display for the fetch of `total` bytes.
  init(_ name: String, total: Int, on console: Console) {
    self.name = name
    self.total = total
    self.console = console
    start = clock.now
    lastTime = -Self.redrawInterval
    if console.style == .lines { lastTime = 0 }
  }

  /// Says what is to come.
  func start(from address: WebAddress, to folder: String) {
    let size = NumberText.bytes(Double(total))
    console.print("Fetching \(name) (\(size)) from \(address) to \(folder)")
  }

  /// Says which file comes.
  func begin(_ file: RemoteFile) {
    fileName = file.name
    doneNow = 0
  }

  /// Takes in what happens to the file.
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

  /// Says that the file is there.
  func finish(_ file: RemoteFile) {
    doneBefore += file.byteCount
    doneNow = 0
    if console.style == .terminal { console.show(bar) }
    console.print("\(file.name): \(NumberText.bytes(Double(file.byteCount))), SHA-256 is right")
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
