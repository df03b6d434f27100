/// A palette of at most 256 colors for some images.
struct ColorPalette {
  /// A color.
  struct Color: Equatable {
    let red: UInt8
    let green: UInt8
    let blue: UInt8
  }

  /// The colors.
  let colors: [Color]
  /// The index of the nearest color for each bin of a histogram; empty if the colors are the grays.
  private let places: [UInt8]
  private static let size = 256

  /// The palette of a histogram: all grays, or the means of boxes of colors.
  ///
  /// The box whose colors differ most from their mean is split in two at the mean, across the axis of the
  /// greatest variance, until there are enough boxes.
  ///
  /// Source: Heckbert 1982, "Color Image Quantization for Frame Buffer Display", with the choice of
  /// Wan, Wong and Prusinkiewicz 1988, "An algorithm for multidimensional data clustering".
  init(for histogram: ColorHistogram) {
    guard !histogram.isGray else {
      colors = (0..<Self.size).map { value in
        Color(red: UInt8(value), green: UInt8(value), blue: UInt8(value))
      }
      places = []
      return
    }
    let points = histogram.bins.enumerated().filter { $0.element.count > 0 }
      .map { ColorPoint($0.element, bin: $0.offset) }
    var boxes = [ColorBox(points)]
    while boxes.count < Self.size {
      // The first among equals, so that the result is deterministic.
      let widest = boxes.indices.max { boxes[$0].spread < boxes[$1].spread }
      guard let widest, boxes[widest].spread > 0 else { break }
      let (left, right) = boxes[widest].halves
      boxes[widest] = left
      boxes.append(right)
    }
    let means = boxes.map(\.mean)
    colors = means.map { mean in
      let bytes = (mean + 0.5).clamped(lowerBound: .zero, upperBound: SIMD3(repeating: 255))
      return Color(red: UInt8(bytes.x), green: UInt8(bytes.y), blue: UInt8(bytes.z))
    }
    var places = [UInt8](repeating: 0, count: ColorHistogram.binCount)
    for point in points {
      let distances = means.map { mean in
        let difference = mean - point.color
        return (difference * difference).sum()
      }
      let nearest = distances.indices.min { distances[$0] < distances[$1] } ?? 0
      places[point.bin] = UInt8(nearest)
    }
    self.places = places
  }

  /// The palette indices of an image's pixels.
  ///
  /// - Precondition: The image is one of those in the histogram.
  func indices(of image: Image) -> [UInt8] {
    let pixels = image.pixels
    if image.channels == 1 {
      guard !places.isEmpty else { return pixels }
      return pixels.map { places[ColorHistogram.bin($0, $0, $0)] }
    }
    return stride(from: 0, to: pixels.count, by: 3).map { pixel in
      places.isEmpty
        ? pixels[pixel]
        : places[ColorHistogram.bin(pixels[pixel], pixels[pixel + 1], pixels[pixel + 2])]
    }
  }
}
