internal import Imaging
import Preconditions

extension CompletionMask {
  /// How much each pixel says about the hole: the share of missing ones in a window around it; 0 for
  /// missing pixels themselves.
  ///
  /// Source: Yeh et al. 2016, arXiv:1607.07539, equation 3.
  ///
  /// - Parameter window: The window's side, odd; it ends where the picture does.
  /// - Returns: A weight in 0..<1 for each pixel, row by row.
  package func weights(window: Int) -> [Float] {
    require(window > 0 && window % 2 == 1, "CompletionMask: a window of \(window)")
    let sums = missingAboveAndLeft
    let radius = window / 2
    return isMissing.indices.map { pixel in
      guard !isMissing[pixel] else { return 0 }
      let (row, column) = (pixel / width, pixel % width)
      let (top, bottom) = (max(row - radius, 0), min(row + radius + 1, height))
      let (left, right) = (max(column - radius, 0), min(column + radius + 1, width))
      let missing =
        sums[bottom][right] - sums[top][right] - sums[bottom][left] + sums[top][left]
      return Float(missing) / Float((bottom - top) * (right - left))
    }
  }

  /// The picture with gray in place of what is missing.
  func masked(_ image: Image) -> Image {
    let pixels = image.pixels.indices.map {
      isMissing[$0 / image.channels] ? 128 : image.pixels[$0]
    }
    return Image(
      height: image.height,
      width: image.width,
      channels: image.channels,
      pixels: pixels
    )
  }

  /// For each pixel and each of its channels, whether it is missing.
  func repeated(channels: Int) -> [Bool] {
    isMissing.flatMap { Array(repeating: $0, count: channels) }
  }

  /// `known` with the missing values from `filling`; both `[H, W, C]`.
  func filled(_ known: [Float], with filling: [Float]) -> [Float] {
    let channels = known.count / isMissing.count
    return known.indices.map { isMissing[$0 / channels] ? filling[$0] : known[$0] }
  }

  /// The number of missing pixels in the first rows and columns, for any number of each.
  private var missingAboveAndLeft: [[Int]] {
    var sums = [[Int](repeating: 0, count: width + 1)]
    for row in 0..<height {
      var line = [0]
      for column in 0..<width {
        let missing = isMissing[row * width + column] ? 1 : 0
        line.append(line[column] + sums[row][column + 1] - sums[row][column] + missing)
      }
      sums.append(line)
    }
    return sums
  }
}
