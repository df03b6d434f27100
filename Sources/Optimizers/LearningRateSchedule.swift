import Foundation
import Preconditions
import TensorCore

/// How the learning rate changes over the steps, as a factor of the rule's own.
public enum LearningRateSchedule: Codable, Hashable, Sendable {
  /// Always 1.
  case constant
  /// From 1 down to `end` in a straight line over `steps` steps, then `end`.
  case linear(to: Float, over: Int)
  /// `rate` to the power of the steps done divided by `every`, smoothly.
  case exponential(rate: Float, every: Int)
  /// `rate` to the power of the whole times that `every` steps have been done.
  case staircase(rate: Float, every: Int)
  /// From 1 down to `end` in half a cosine over `steps` steps, then `end`.
  ///
  /// Source: Loshchilov and Hutter 2017, "SGDR", equation 5.
  case cosine(to: Float, over: Int)
  /// From 0 up to 1 in a straight line over `steps` steps, then another schedule from its start.
  indirect case warmUp(over: Int, then: LearningRateSchedule)

  /// The factor for a step, 1 being the first.
  ///
  /// - Precondition: `step` and the schedule's numbers of steps are at least 1.
  public func factor(at step: Int) -> Float {
    require(step >= 1 && period >= 1, "LearningRateSchedule: step \(step) of \(self)")
    let done = Double(step - 1)
    switch self {
    case .constant: return 1
    case .linear(let end, let steps):
      return 1 + (end - 1) * Float(min(done / Double(steps), 1))
    case .exponential(let rate, let every):
      return Float(pow(Double(rate), done / Double(every)))
    case .staircase(let rate, let every):
      return Float(pow(Double(rate), Double((step - 1) / every)))
    case .cosine(let end, let steps):
      let share = min(done / Double(steps), 1)
      return end + (1 - end) * Float((1 + cos(Double.pi * share)) / 2)
    case .warmUp(let steps, let next):
      return step <= steps ? Float(step) / Float(steps) : next.factor(at: step - steps)
    }
  }

  /// Whether all of its numbers are in their ranges, which those of files need not be: steps in
  /// 1...10⁹, shares and rates finite and not negative.
  public var isValid: Bool {
    let isShare = { (share: Float) in share.isFinite && share >= 0 }
    guard (1...1_000_000_000).contains(period) else { return false }
    switch self {
    case .constant: return true
    case .linear(let end, _), .cosine(let end, _): return isShare(end)
    case .exponential(let rate, _), .staircase(let rate, _): return isShare(rate)
    case .warmUp(_, let next): return next.isValid
    }
  }

  private var period: Int {
    switch self {
    case .constant: 1
    case .linear(_, let steps), .cosine(_, let steps), .warmUp(let steps, _): steps
    case .exponential(_, let every), .staircase(_, let every): every
    }
  }
}
