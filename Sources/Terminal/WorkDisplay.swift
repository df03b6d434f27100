import Preconditions

/// Shows the progress of work of known length, and the remaining time.
///
/// On a terminal it is redrawn in place; elsewhere it prints a line at intervals:
///
/// ```
/// [20.00%] cat.png: loss 0.0123, 0:00:20 left
/// ```
public final class WorkDisplay {
  private static let redrawInterval = 0.1
  private static let lineInterval = 30.0

  private let console: Console
  private let total: Int
  private let seconds: () -> Double
  private let start: Double
  private var lastTime: Double

  /// A display of work in `total` steps that starts now.
  public convenience init(of total: Int, on console: Console) {
    let clock = ContinuousClock()
    let start = clock.now
    self.init(of: total, on: console) { (clock.now - start) / .seconds(1) }
  }

  /// A display whose time, in seconds, is that of a clock.
  package init(of total: Int, on console: Console, clock: @escaping () -> Double) {
    require(total > 0, "WorkDisplay: \(total) steps")
    (self.total, self.console, seconds) = (total, console, clock)
    start = clock()
    lastTime = console.style == .terminal ? -.infinity : start
  }

  /// Shows the number of completed steps and a description of the current one, unless it did so recently.
  public func update(_ done: Int, _ what: @autoclosure () -> String) {
    let now = seconds()
    let isTerminal = console.style == .terminal
    guard now - lastTime >= (isTerminal ? Self.redrawInterval : Self.lineInterval) else { return }
    lastTime = now
    let share = min(Double(done) / Double(total), 1)
    let rest = done > 0 ? (now - start) / share - (now - start) : .infinity
    let time = NumberText.duration(rest)
    if isTerminal {
      console.show([
        "     total " + console.bar(share),
        "           \(what()). Estimated time to finish: \(time).",
      ])
    } else {
      let percentage = NumberText.percentage(share).rightAligned(in: 6)
      console.print("[\(percentage)] \(what()), \(time) left")
    }
  }

  /// Removes the display, before results are printed.
  public func end() {
    console.show([])
    console.settle()
  }
}
