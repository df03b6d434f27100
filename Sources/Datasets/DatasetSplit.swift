/// The two parts in which the classic data sets come.
public enum DatasetSplit: String, CaseIterable, Codable, Sendable {
  /// What networks learn from.
  case training
  /// What is kept to judge them by.
  case test
}
