public import Imaging

/// How images of another size are fitted.
public struct FittingRules: Equatable, Sendable {
  /// How images of other proportions are fitted.
  public enum Crop: String, CaseIterable, Codable, Sendable {
    /// Cropped to the largest central part of the wanted proportions; images that are slightly too small are
    /// padded instead.
    case center
    /// Stretched.
    case none
  }

  /// How images of other proportions are fitted.
  public var crop: Crop
  /// The resampling filter.
  public var resize: ResizingFilter

  /// Rules, by default the usual ones.
  public init(crop: Crop = .center, resize: ResizingFilter = .area) {
    self.crop = crop
    self.resize = resize
  }
}
