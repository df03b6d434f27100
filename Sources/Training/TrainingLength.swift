/// How long a run is, counted from its very beginning and not from where it was resumed.
public enum TrainingLength: CustomStringConvertible, Equatable, Sendable {
  /// So many iterations.
  case iterations(Int)
  /// So many passes over the dataset.
  case epochs(Int)

  /// The share of the run that is done, in 0...1.
  public func share(iteration: Int, epochDetail: Double) -> Double {
    let share =
      switch self {
      case .iterations(let count): Double(iteration) / Double(count)
      case .epochs(let count): epochDetail / Double(count)
      }
    return min(max(share, 0), 1)
  }

  /// Whether a run that has done so many iterations and whole epochs is over.
  public func isReached(iteration: Int, epoch: Int) -> Bool {
    switch self {
    case .iterations(let count): iteration >= count
    case .epochs(let count): epoch >= count
    }
  }

  /// As people write it: "1000 epochs".
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

  /// What is counted: "iterations" or "epochs".
  package var unit: String {
    switch self {
    case .iterations: "iterations"
    case .epochs: "epochs"
    }
  }
}
