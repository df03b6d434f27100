/// A histogram of the colors in images, in which colors that differ only in the last two bits share a bin.
struct ColorHistogram {
  /// The number of pixels in a bin, and the sums of their values.
  struct Bin: Equatable {
    var count = 0
    var red = 0
    var green = 0
    var blue = 0
  }

  /// The bits of each value that distinguish bins.
  private static let bits = 6
  /// The number of bins.
  static let binCount = 1 << (3 * bits)

  /// The bins; empty as long as all pixels are gray.
  private(set) var bins: [Bin] = []
  /// Whether every pixel is gray.
  var isGray: Bool { bins.isEmpty }
  /// The histogram of grays, as long as there is nothing else.
  private var grays = [Int](repeating: 0, count: 256)

  /// The index of a color's bin.
  static func bin(_ red: UInt8, _ green: UInt8, _ blue: UInt8) -> Int {
    let drop = 8 - bits
    return (Int(red) >> drop) << (2 * bits) | (Int(green) >> drop) << bits | Int(blue) >> drop
  }

  /// Adds the pixels of an image.
  mutating func add(_ image: Image) {
    let pixels = image.pixels
    if image.channels == 1 {
      for value in pixels { add(value, value, value) }
    } else {
      for pixel in stride(from: 0, to: pixels.count, by: 3) {
        add(pixels[pixel], pixels[pixel + 1], pixels[pixel + 2])
      }
    }
  }

  private mutating func add(_ red: UInt8, _ green: UInt8, _ blue: UInt8) {
    if bins.isEmpty {
      if red == green && green == blue {
        grays[Int(red)] += 1
        return
      }
      bins = [Bin](repeating: Bin(), count: Self.binCount)
      for (gray, count) in grays.enumerated() {
        let value = UInt8(gray)
        add(count, value, value, value)
      }
    }
    add(1, red, green, blue)
  }

  private mutating func add(_ count: Int, _ red: UInt8, _ green: UInt8, _ blue: UInt8) {
    let number = Self.bin(red, green, blue)
    bins[number].count += count
    bins[number].red += count * Int(red)
    bins[number].green += count * Int(green)
    bins[number].blue += count * Int(blue)
  }
}
