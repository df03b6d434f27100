import Batches
import Preconditions

/// When an extension runs.
///
/// A trigger has no state: whether it fires follows from the moments before and after an iteration,
/// so that a resumed run fires as one that was never stopped. Epochs are counted in examples, which are
/// whole numbers: a period of 0.1 epochs fires ten times in each.
public indirect enum Trigger: Equatable, Sendable {
  /// Every so many iterations.
  case iterations(Int)
  /// Every so many epochs, which may be a fraction of one.
  case epochs(Double)
  /// After the last iteration of the run.
  case atEnd
  /// Never: for what an extension does when the run ends in whatever way.
  case never
  /// Whenever one or both of two triggers fire.
  case either(Trigger, Trigger)

  /// This trigger, and also after the last iteration of the run.
  public var orAtEnd: Trigger { .either(self, .atEnd) }

  /// Whether the trigger fires in the iteration that led from one moment to another.
  ///
  /// It fires once, however many of its periods lie between the two.
  ///
  /// - Precondition: Periods are positive.
  public func fires(from previous: Moment, to now: Moment) -> Bool {
    switch self {
    case .iterations(let period):
      require(period > 0, "Trigger: a period of \(period) iterations")
      return now.iteration / period > previous.iteration / period
    case .epochs(let period):
      require(period > 0, "Trigger: a period of \(period) epochs")
      return Self.count(of: period, in: now.progress)
        > Self.count(of: period, in: previous.progress)
    case .atEnd:
      return now.isEnd
    case .never:
      return false
    case .either(let first, let second):
      return first.fires(from: previous, to: now) || second.fires(from: previous, to: now)
    }
  }

  /// How many whole periods of so many epochs have passed.
  ///
  /// A period such as 0.1 has no exact binary form. It, its product and the quotient are rounded by at most
  /// 2⁻⁵³ each, so a quotient that is nearer to a whole number than 2⁻⁵⁰ of it is that number.
  private static func count(of period: Double, in progress: EpochProgress) -> Double {
    let quotient = progress.examples / (period * Double(progress.count))
    let nearest = quotient.rounded()
    return abs(quotient - nearest) <= nearest * 0x1p-50 ? nearest : quotient.rounded(.down)
  }
}
