import Foundation
import Imaging

/// One channel of an image.
struct Plane {
  let height: Int
  let width: Int
  let values: [Double]

  init(height: Int, width: Int, values: [Double]) {
    (self.height, self.width, self.values) = (height, width, values)
  }

  init(_ image: Image, _ channel: Int) {
    let values = stride(from: channel, to: image.pixels.count, by: image.channels)
    self.init(
      height: image.height,
      width: image.width,
      values: values.map { Double(image.pixels[$0]) }
    )
  }

  /// The means of blocks of 2×2 pixels.
  var halved: Plane {
    let (rows, columns) = (height / 2, width / 2)
    var means: [Double] = []
    means.reserveCapacity(rows * columns)
    for row in 0..<rows {
      for column in 0..<columns {
        let place = 2 * row * width + 2 * column
        let sum =
          values[place] + values[place + 1] + values[place + width] + values[place + width + 1]
        means.append(sum / 4)
      }
    }
    return Plane(height: rows, width: columns, values: means)
  }

  /// The means under the window at all positions where it fits.
  var smoothed: Plane {
    let (rows, columns) = (height - Window.size + 1, width - Window.size + 1)
    var narrow = [Double](repeating: 0, count: height * columns)
    for row in 0..<height {
      for (offset, weight) in Window.weights.enumerated() {
        let start = row * width + offset
        for column in 0..<columns {
          narrow[row * columns + column] += weight * values[start + column]
        }
      }
    }
    var means = [Double](repeating: 0, count: rows * columns)
    for row in 0..<rows {
      for (offset, weight) in Window.weights.enumerated() {
        let start = (row + offset) * columns
        for column in 0..<columns {
          means[row * columns + column] += weight * narrow[start + column]
        }
      }
    }
    return Plane(height: rows, width: columns, values: means)
  }

  /// The product of two planes, pixel by pixel.
  func times(_ other: Plane) -> Plane {
    Plane(height: height, width: width, values: zip(values, other.values).map { $0 * $1 })
  }
}

/// The windows that two planes are compared in.
enum Window {
  /// Pixels per side.
  static let size = 11
  /// A Gaussian of standard deviation 1.5, summing to 1.
  static let weights: [Double] = {
    let bell = (0..<size).map { place in
      let distance = Double(place - size / 2) / 1.5
      return exp(-distance * distance / 2)
    }
    let sum = bell.reduce(0, +)
    return bell.map { $0 / sum }
  }()

  /// The mean similarity over all windows, with and without luminance.
  static func compare(_ a: Plane, _ b: Plane) -> (whole: Double, structure: Double) {
    // (0.01 · 255)² and (0.03 · 255)².
    let (first, second) = (6.5025, 58.5225)
    let (meanA, meanB) = (a.smoothed.values, b.smoothed.values)
    let (squareA, squareB) = (a.times(a).smoothed.values, b.times(b).smoothed.values)
    let product = a.times(b).smoothed.values
    var (whole, structure) = (0.0, 0.0)
    for index in meanA.indices {
      let (x, y) = (meanA[index], meanB[index])
      let contrast =
        (2 * (product[index] - x * y) + second)
        / (squareA[index] - x * x + squareB[index] - y * y + second)
      structure += contrast
      whole += contrast * (2 * x * y + first) / (x * x + y * y + first)
    }
    return (whole / Double(meanA.count), structure / Double(meanA.count))
  }
}
