/// How often each class occurs in training, among real images and among generated ones.
public enum ClassShares: String, CaseIterable, Codable, Sendable {
  /// Real images as the data has them, generated ones of any class alike.
  ///
  /// Where the data has few images of a class, the discriminator learns that a generated one is likely.
  case uniform
  /// Both as the data has them: generated images are of the classes of the real ones beside them.
  case data
  /// Each class as often as any other, in every batch as evenly as it divides: images of rare classes are repeated.
  case equal

  /// Whether generated images are of the classes of the real ones beside them.
  public var areMatched: Bool { self != .uniform }
}
