/// The version of Forger.
public enum ForgerVersion {
  /// In the form "major.minor.patch".
  public static let current = "0.1.0"
}
