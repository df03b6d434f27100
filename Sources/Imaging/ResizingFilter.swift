/// The resampling filter of resizing.
public enum ResizingFilter: String, CaseIterable, Codable, Sendable {
  /// The average over the area that a new pixel covers; linear interpolation when enlarging.
  case area
  /// Lanczos' windowed sinc with three lobes: sharper, but can overshoot at edges.
  ///
  /// Source: Turkowski 1990, "Filters for Common Resampling Tasks"; the same as Pillow's.
  case lanczos
}
