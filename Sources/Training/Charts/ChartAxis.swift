import Foundation
internal import Terminal

/// The numbers along one side of a chart, with ticks at 1, 2 or 5 times a power of ten.
struct ChartAxis: Equatable {
  /// The smallest number shown.
  let low: Double
  /// The largest number shown.
  let high: Double
  /// The positions of the ticks, from `low` to `high`.
  let ticks: [Double]
  /// The distance between ticks.
  private let step: Double

  /// An axis that shows `values` with about `count` ticks.
  ///
  /// - Parameters:
  ///   - values: Finite numbers.
  ///   - range: A range to include as well, if given.
  ///   - count: The approximate number of ticks.
  ///   - isRounded: Whether the axis extends to the next tick at both ends.
  init(
    of values: some Sequence<Double>,
    showing range: ClosedRange<Double>? = nil,
    ticks count: Int,
    isRounded: Bool
  ) {
    var (low, high) = (range?.lowerBound ?? .infinity, range?.upperBound ?? -.infinity)
    for value in values { (low, high) = (min(low, value), max(high, value)) }
    if low > high { (low, high) = (0, 1) }
    // So far apart that a step exceeds rounding, and so close that it is finite.
    (low, high) = (max(low, -1e300), min(high, 1e300))
    let least = max(abs(low), abs(high), 1e-300) * 1e-9
    if high - low < least {
      let room = max(abs(low) / 2, 1e-290)
      (low, high) = low == 0 ? (0, 1) : (low - room, high + room)
    }
    let step = Self.niceStep((high - low) / Double(count))
    if isRounded {
      (low, high) = ((low / step).rounded(.down) * step, (high / step).rounded(.up) * step)
    }
    (self.low, self.high, self.step) = (low, high, step)
    let first = Int((low / step - 1e-6).rounded(.up))
    let last = Int((high / step + 1e-6).rounded(.down))
    ticks = first <= last ? (first...last).map { Double($0) * step } : []
  }

  /// The position of a number, from 0 at the low end to 1 at the high end.
  func share(_ value: Double) -> Double { (value - low) / (high - low) }

  /// A tick's number as text: "20,000", "0.25".
  func label(_ tick: Double) -> String {
    if abs(tick) >= 1e7 || step < 1e-4 { return NumberText.general(tick, digits: 4) }
    let decimals = max(0, Int((-log10(step) - 1e-9).rounded(.up)))
    var text = NumberText.fixed(abs(tick), decimals: decimals)
    var place = (text.firstIndex(of: ".") ?? text.endIndex)
    while text.distance(from: text.startIndex, to: place) > 3 {
      place = text.index(place, offsetBy: -3)
      text.insert(",", at: place)
    }
    return (tick < 0 ? "−" : "") + text
  }

  /// The smallest of 1, 2 and 5 times a power of ten that is at least `step`.
  private static func niceStep(_ step: Double) -> Double {
    let power = pow(10, log10(step).rounded(.down))
    let factor = [1.0, 2, 5].first { $0 * power >= step * (1 - 1e-9) } ?? 10
    return factor * power
  }
}
