internal import Archives
import Preconditions

/// Writes animated GIFs through giflib.
///
/// All frames share one palette: where they are gray throughout, the 256 grays, so that nothing is lost;
/// otherwise the 256 colors that suit all of them best. The animation repeats forever.
public enum GIF {
  /// The most rows and the most columns that the format can tell.
  public static let longestSide = 65_535

  /// Writes an animation, whole or not at all; equal frames give equal bytes.
  ///
  /// Each frame is asked for twice, for the palette and for its pixels, and let go at once: memory does
  /// not grow with their number.
  ///
  /// - Parameters:
  ///   - count: The number of frames.
  ///   - path: The file.
  ///   - seconds: How long a frame is shown, in seconds, kept in hundredths; 0.02 to 655.
  ///   - frame: The frame of a number, 0 being the first; all are of one shape.
  /// - Throws: `FileProblem` where the file cannot be written or the frames are too large for the format;
  ///   what `frame` throws.
  /// - Precondition: `count` is positive.
  public static func write(
    _ count: Int,
    to path: String,
    seconds: (Int) -> Double,
    frame: (Int) throws -> Image
  ) throws {
    require(count > 0, "GIF: \(count) frames")
    let first = try frame(0)
    guard first.height <= longestSide, first.width <= longestSide else {
      throw FileProblem(
        path,
        found: "would be an animation of \(first.height)×\(first.width) pixels",
        expected: "at most \(longestSide) a side"
      )
    }
    var histogram = ColorHistogram()
    for index in 0..<count { histogram.add(index == 0 ? first : try frame(index)) }
    let palette = ColorPalette(for: histogram)
    let file = try AtomicFile(path)
    let encoder = GIFEncoder(height: first.height, width: first.width, palette: palette)
    for index in 0..<count {
      let image = try frame(index)
      require(
        image.height == first.height && image.width == first.width,
        "GIF: frame \(index) is \(image.height)×\(image.width), the first another"
      )
      encoder.add(palette.indices(of: image), hundredths: hundredths(seconds(index)))
      try file.write(encoder.takeBytes())
    }
    encoder.end()
    try file.write(encoder.takeBytes())
    try file.commit()
  }

  /// Viewers take less than two hundredths of a second for a mistake.
  private static func hundredths(_ seconds: Double) -> Int {
    Int((min(max(seconds, 0.02), 655) * 100).rounded())
  }
}
