/// The version of Forger.
public enum ForgerVersion {
  /// In the form "major.minor.patch".
  public static let current = "1.0.0"
}
