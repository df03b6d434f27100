/// Training diverged: a value is infinite or NaN.
///
/// It is thrown before any extension has seen the iteration, so that the run's files hold only finite values.
public struct NonFiniteValue: CustomStringConvertible, Error, Equatable {
  /// The iteration in which the value occurred, counted from 1.
  public let iteration: Int
  /// The name of the value: `"loss"`, or the array `"updater/layer/weight"`.
  public let name: String
  /// The value as text: "nan", "inf" or "-inf".
  public let value: String
  /// The path of the last good snapshot, or `nil` if there is none.
  public let lastSnapshot: String?

  /// A value that is not finite.
  public init(iteration: Int, name: String, value: Double, lastSnapshot: String?) {
    self.iteration = iteration
    self.name = name
    self.value = "\(value)"
    self.lastSnapshot = lastSnapshot
  }

  /// One line that says where the run stopped and what it left.
  public var description: String {
    let rest =
      lastSnapshot.map { "the last good snapshot is \($0)" } ?? "no snapshot was written"
    return "iteration \(iteration): \(name) is \(value), so training stops; \(rest)"
  }
}
