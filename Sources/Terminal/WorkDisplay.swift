import Preconditions

/// Shows how far a piece of work is whose end is known, and how long it will still take.
///
/// On a terminal it is redrawn in place; elsewhere it is a line now and then:
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

  /// A display for work of `total` steps that begins now.
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

  /// Tells that so many steps are done, and something about the present one, unless that was told only just
  /// now.
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

  /// Takes the display away: results follow.
  public func end() {
    console.show([])
    console.settle()
  }
}
