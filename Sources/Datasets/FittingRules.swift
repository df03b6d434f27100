public import Imaging

/// How images of another size are brought to the one wanted.
public struct FittingRules: Equatable, Sendable {
  /// What happens to images of other proportions.
  public enum Crop: String, CaseIterable, Codable, Sendable {
    /// Only the largest center of the wanted proportions stays; images that are slightly too small are
    /// padded instead.
    case center
    /// All of the image stays, stretched.
    case none
  }

  /// What happens to images of other proportions.
  public var crop: Crop
  /// How new pixels are made of old ones.
  public var resize: ResizingFilter

  /// Rules; those that are not named are the usual ones.
  public init(crop: Crop = .center, resize: ResizingFilter = .area) {
    self.crop = crop
    self.resize = resize
  }
}
