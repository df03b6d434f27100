import Batches
public import Terminal

/// Shows the progress of a run, its speed and the remaining time.
///
/// On a terminal it is redrawn in place, below what the run prints:
///
/// ```
///      total [..................................................]  0.02%
/// this epoch [#########.........................................] 19.00%
///        190 iter, 0 epoch / 1000 epochs
///     10.121 iters/sec. Estimated time to finish: 1 day, 3:26:26.
/// ```
///
/// Elsewhere, in a file or a pipe, it prints a line at intervals:
///
/// ```
/// [ 0.02%] 190 iter, 0.19 / 1000 epochs, 10.121 iters/sec, 1 day, 3:26:26 left
/// ```
///
/// If training waits for data more than it should, both say so: "5 % waiting for data".
///
/// Source: Chainer's `training.extensions.ProgressBar`.
public final class ProgressDisplay: Extension {
  /// `progress`.
  public let name = "progress"
  /// After all extensions that print.
  public let priority: ExtensionPriority = 50

  private let console: Console
  private let redrawInterval: Double
  private let lineInterval: Double
  private var speed = SpeedGauge()
  private var lastTime: Double?

  /// A display on a console.
  ///
  /// - Parameters:
  ///   - console: The console to draw on.
  ///   - redrawInterval: The least number of seconds between two drawings on a terminal.
  ///   - lineInterval: The least number of seconds between two lines elsewhere.
  public init(
    on console: Console,
    redrawInterval: Double = 0.1,
    lineInterval: Double = 30
  ) {
    self.console = console
    self.redrawInterval = redrawInterval
    self.lineInterval = lineInterval
  }

  /// Starts measuring the speed.
  public func initialize(_ trainer: Trainer) throws {
    speed = SpeedGauge()
    lastTime = nil
    measure(trainer)
  }

  /// Measures the speed.
  public func observe(_ trainer: Trainer) throws { measure(trainer) }

  /// Draws the display or prints a line, unless that was done recently.
  public func run(in trainer: Trainer) throws {
    let now = trainer.now
    let interval = console.style == .terminal ? redrawInterval : lineInterval
    if let lastTime, now - lastTime < interval, !trainer.isFinished { return }
    lastTime = now
    switch console.style {
    case .terminal: console.show(bars(of: trainer))
    case .lines: console.print(line(of: trainer))
    }
  }

  /// Draws the display a last time and leaves it there.
  public func finalize(_ trainer: Trainer) throws {
    guard lastTime != nil, console.style == .terminal else { return }
    console.show(bars(of: trainer))
    console.settle()
  }

  private func measure(_ trainer: Trainer) {
    speed.add(SpeedGauge.Sample(of: trainer))
  }

  private func bars(of trainer: Trainer) -> [String] {
    let total = trainer.length.share(
      iteration: trainer.iteration,
      epochDetail: trainer.epochDetail
    )
    let epoch = trainer.epochDetail - trainer.epochDetail.rounded(.down)
    let status = "\(trainer.iteration)".rightAligned(in: 10)
    let rate = NumberText.general(speed.iterationsPerSecond ?? 0, digits: 5).rightAligned(in: 10)
    let wait = waiting.map { [String(repeating: " ", count: 11) + $0] } ?? []
    return [
      "     total " + console.bar(total),
      "this epoch " + console.bar(epoch),
      "\(status) iter, \(trainer.epoch) epoch / \(trainer.length)",
      "\(rate) iters/sec. Estimated time to finish: \(timeLeft(of: trainer)).",
    ] + wait
  }

  private func line(of trainer: Trainer) -> String {
    let share = trainer.length.share(
      iteration: trainer.iteration,
      epochDetail: trainer.epochDetail
    )
    let epochs = NumberText.fixed(trainer.epochDetail, decimals: 2)
    let done =
      switch trainer.length {
      case .epochs: "\(trainer.iteration) iter, \(epochs) / \(trainer.length)"
      case .iterations: "\(epochs) epochs, \(trainer.iteration) / \(trainer.length)"
      }
    let rate = NumberText.general(speed.iterationsPerSecond ?? 0, digits: 5)
    let percentage = NumberText.percentage(share).rightAligned(in: 6)
    let wait = waiting.map { ", \($0)" } ?? ""
    return "[\(percentage)] \(done), \(rate) iters/sec, \(timeLeft(of: trainer)) left\(wait)"
  }

  /// The share of time that training waits for data, if it is large enough to act on.
  private var waiting: String? {
    guard let share = speed.waitingShare, share >= 0.02 else { return nil }
    return "\(Int(100 * share)) % of the time waiting for data"
  }

  private func timeLeft(of trainer: Trainer) -> String {
    speed.secondsLeft(until: trainer.length).map(NumberText.duration) ?? "unknown"
  }
}
