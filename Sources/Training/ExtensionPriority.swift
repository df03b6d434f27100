/// The position of an extension among the others: higher priorities come first, equal ones in the order in
/// which they were added.
///
/// Source: Chainer's `training.extension`, whose values these are.
public struct ExtensionPriority: Comparable, ExpressibleByIntegerLiteral, Sendable {
  /// 300: adds to the observation, such as an evaluation.
  public static let writer: ExtensionPriority = 300
  /// 200: changes the observation.
  public static let editor: ExtensionPriority = 200
  /// 150: records observations for readers, as the log does.
  public static let recorder: ExtensionPriority = 150
  /// 100: only reads, such as a log.
  public static let reader: ExtensionPriority = 100
  /// -100: saves what all others have done, as snapshots do.
  public static let keeper: ExtensionPriority = -100

  /// The priority as a number.
  public let value: Int

  /// A custom priority.
  public init(integerLiteral value: Int) { self.value = value }

  /// Whether the left one comes later.
  public static func < (left: ExtensionPriority, right: ExtensionPriority) -> Bool {
    left.value < right.value
  }
}
