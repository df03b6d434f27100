import Batches
import Preconditions

/// When an extension runs.
///
/// A trigger has no state: whether it fires depends only on the moments before and after an iteration, so
/// that a resumed run fires like an uninterrupted one. Epochs are counted in examples, which are whole
/// numbers: a period of 0.1 epochs fires ten times in each epoch.
public indirect enum Trigger: Equatable, Sendable {
  /// At intervals of iterations.
  case iterations(Int)
  /// At intervals of epochs, which may be fractional.
  case epochs(Double)
  /// After the last iteration of the run.
  case atEnd
  /// Never, for extensions that only act when the run ends.
  case never
  /// Whenever one or both of two triggers fire.
  case either(Trigger, Trigger)

  /// This trigger, and also after the last iteration of the run.
  public var orAtEnd: Trigger { .either(self, .atEnd) }

  /// Whether the trigger fires in the iteration that led from one moment to the next.
  ///
  /// It fires at most once, however many of its periods lie between the two.
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

  /// The number of whole periods that have passed.
  ///
  /// A period such as 0.1 has no exact binary form. It, its product and the quotient are rounded by at most
  /// 2⁻⁵³ each, so a quotient that is nearer to a whole number than 2⁻⁵⁰ of it is that number.
  private static func count(of period: Double, in progress: EpochProgress) -> Double {
    let quotient = progress.examples / (period * Double(progress.count))
    let nearest = quotient.rounded()
    return abs(quotient - nearest) <= nearest * 0x1p-50 ? nearest : quotient.rounded(.down)
  }
}
