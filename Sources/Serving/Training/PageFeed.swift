internal import Archives
internal import Foundation
public import Recipes
internal import Terminal
public import Training

#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// Tells the page's process how a run is, and does what it asks for between iterations.
///
/// Nothing here waits for the page: what its pipe does not take at once is dropped, and a page that has ended is
/// forgotten.
public final class PageFeed: Extension, @unchecked Sendable {
  // Used by the thread that trains alone: it is handed to the run before that starts.

  /// `page`.
  public let name = "page"
  /// After all others.
  public let priority: ExtensionPriority = 10

  private var output: Int32
  private let input: Int32
  private var speed = SpeedGauge()
  private var lastTime = -Double.infinity
  private var pending: [UInt8] = []
  private var rows: [[String]] = []
  private static let interval = 0.5

  /// A feed through two descriptors, which it does not close.
  ///
  /// - Parameters:
  ///   - output: Where the page listens.
  ///   - input: Where the page asks.
  public init(writing output: Int32, reading input: Int32) {
    (self.output, self.input) = (output, input)
    for descriptor in [output, input] {
      _ = fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) | O_NONBLOCK)
    }
  }

  /// What a run adds to feed the page.
  public var runExtension: RunExtension {
    RunExtension(every: .never) { [self] parts in
      send(.start(recipe: parts.recipe.storedText, rows: rows))
      recipe = parts.recipe
      return self
    }
  }

  private var recipe: Recipe?

  /// Takes in an event of the run.
  public func take(_ event: RunEvent) {
    guard case .starting(let summary) = event, let recipe else { return }
    rows = summary.rows.map { [$0.label, ([$0.text] + $0.remarks).joined(separator: "; ")] }
    send(.start(recipe: recipe.storedText, rows: rows))
  }

  /// Tells where the run starts.
  public func initialize(_ trainer: Trainer) throws {
    speed = SpeedGauge()
    speed.add(SpeedGauge.Sample(of: trainer))
    tell(.training, trainer)
  }

  /// Tells how far the run is, and does what the page asks for.
  ///
  /// - Throws: What writing a snapshot throws.
  public func observe(_ trainer: Trainer) throws {
    speed.add(SpeedGauge.Sample(of: trainer))
    if trainer.now - lastTime >= Self.interval { tell(.training, trainer) }
    try obey(trainer)
  }

  /// Does nothing more.
  public func run(in trainer: Trainer) throws {}

  /// Tells that the run has ended.
  public func finalize(_ trainer: Trainer) throws {
    tell(trainer.isFinished ? .finished : .stopped, trainer)
  }

  private func obey(_ trainer: Trainer) throws {
    var isPaused = false
    repeat {
      for line in wishes() {
        switch line {
        case .pause: isPaused = true
        case .resume: isPaused = false
        case .snapshot: try trainer.findExtension(named: "snapshots")?.run(in: trainer)
        case .stop:
          // As Ctrl-C does it.
          isPaused = false
          kill(getpid(), SIGINT)
        }
      }
      guard isPaused, output >= 0, SignalWatch.request.signal == nil else { break }
      if trainer.now - lastTime >= Self.interval { tell(.paused, trainer) }
      usleep(50_000)
    } while isPaused
    if lastState == .paused {
      speed = SpeedGauge()
      tell(.training, trainer)
    }
  }

  /// What the page asked for since the last look.
  private func wishes() -> [ControlLine] {
    var buffer = [UInt8](repeating: 0, count: 1024)
    let count = read(input, &buffer, buffer.count)
    guard count > 0 else { return [] }
    pending += buffer[..<count]
    var lines: [ControlLine] = []
    while let end = pending.firstIndex(of: 0x0A) {
      if let line = ControlLine(rawValue: String(decoding: pending[..<end], as: UTF8.self)) {
        lines.append(line)
      }
      pending.removeFirst(end + 1)
    }
    if pending.count > 1024 { pending = [] }
    return lines
  }

  private var lastState: RunStatus.State?

  private func tell(_ state: RunStatus.State, _ trainer: Trainer) {
    lastTime = trainer.now
    lastState = state
    var status = RunStatus()
    status.state = state
    (status.iteration, status.epoch) = (trainer.iteration, trainer.epochDetail)
    status.seconds = trainer.elapsedTime
    status.share = trainer.length.share(
      iteration: trainer.iteration,
      epochDetail: trainer.epochDetail
    )
    status.speed = speed.iterationsPerSecond
    status.waiting = speed.waitingShare
    status.secondsLeft = speed.secondsLeft(until: trainer.length)
    send(.status(status))
  }

  private func send(_ line: FeedLine) {
    guard output >= 0, let bytes = try? line.bytes else { return }
    let written = write(output, bytes, bytes.count)
    // Half a line is no line: the next one would not be understood either.
    if written < bytes.count && !(written < 0 && errno == EAGAIN) { output = -1 }
  }
}
