/// The length of a run, counted from its start and not from where it was resumed.
public enum TrainingLength: CustomStringConvertible, Equatable, Sendable {
  /// A number of iterations.
  case iterations(Int)
  /// A number of epochs.
  case epochs(Int)

  /// The completed share of the run, in 0...1.
  public func share(iteration: Int, epochDetail: Double) -> Double {
    let share =
      switch self {
      case .iterations(let count): Double(iteration) / Double(count)
      case .epochs(let count): epochDetail / Double(count)
      }
    return min(max(share, 0), 1)
  }

  /// Whether a run with these completed iterations and epochs is finished.
  public func isReached(iteration: Int, epoch: Int) -> Bool {
    switch self {
    case .iterations(let count): iteration >= count
    case .epochs(let count): epoch >= count
    }
  }

  /// The length as text: "1000 epochs".
  public var description: String {
    switch self {
    case .iterations(let count): "\(count) iteration\(count == 1 ? "" : "s")"
    case .epochs(let count): "\(count) epoch\(count == 1 ? "" : "s")"
    }
  }

  /// The number of iterations or epochs.
  package var count: Int {
    switch self {
    case .iterations(let count), .epochs(let count): count
    }
  }

  /// The unit: "iterations" or "epochs".
  package var unit: String {
    switch self {
    case .iterations: "iterations"
    case .epochs: "epochs"
    }
  }
}
