/// How new pixels are made of old ones when an image is resized.
public enum ResizingFilter: String, CaseIterable, Codable, Sendable {
  /// The average of the area that a new pixel covers; linear between pixels where the image grows.
  case area
  /// Lanczos' windowed sine with three lobes: sharper, and can overshoot at edges.
  ///
  /// Source: Turkowski 1990, "Filters for Common Resampling Tasks"; the same as Pillow's.
  case lanczos
}
