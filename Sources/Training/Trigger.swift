/// When an extension runs.
///
/// A trigger has no state: whether it fires follows from the moments before and after an iteration,
/// so that a resumed run fires as one that was never stopped.
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
      precondition(period > 0, "Trigger: a period of \(period) iterations")
      return now.iteration / period > previous.iteration / period
    case .epochs(let period):
      precondition(period > 0, "Trigger: a period of \(period) epochs")
      return (now.epochDetail / period).rounded(.down)
        > (previous.epochDetail / period).rounded(.down)
    case .atEnd:
      return now.isEnd
    case .never:
      return false
    case .either(let first, let second):
      return first.fires(from: previous, to: now) || second.fires(from: previous, to: now)
    }
  }
}
