internal import Foundation
import Preconditions
internal import Terminal

/// How far an image is from another one.
public struct ReconstructionError: Equatable, Sendable {
  /// The mean distance of two values, as a share of the whole range: 0...1.
  public let meanAbsolute: Double
  /// The mean of the squares of these distances.
  public let meanSquare: Double

  /// The ratio of the peak signal to the noise, in decibels; infinite for equal images.
  public var peakSignalToNoise: Double { -10 * log10(meanSquare) }

  private init(meanAbsolute: Double, meanSquare: Double) {
    (self.meanAbsolute, self.meanSquare) = (meanAbsolute, meanSquare)
  }

  /// The distance of two images' values, where a mask says so.
  ///
  /// - Precondition: They have equally many values, and at least one counts.
  init(of image: [Float], from other: [Float], span: Float, counting: [Bool]? = nil) {
    require(
      image.count == other.count && counting.map { $0.count == image.count } ?? true,
      "ReconstructionError: \(image.count) and \(other.count) values"
    )
    var (sum, squares, count) = (0.0, 0.0, 0)
    for index in image.indices where counting?[index] ?? true {
      let distance = Double(image[index] - other[index]) / Double(span)
      sum += abs(distance)
      squares += distance * distance
      count += 1
    }
    require(count > 0, "ReconstructionError: no value counts")
    (meanAbsolute, meanSquare) = (sum / Double(count), squares / Double(count))
  }

  /// The error of several images of one size together.
  ///
  /// - Precondition: There is at least one.
  public static func mean(of errors: [ReconstructionError]) -> ReconstructionError {
    require(!errors.isEmpty, "ReconstructionError: the mean of none")
    return ReconstructionError(
      meanAbsolute: errors.map(\.meanAbsolute).reduce(0, +) / Double(errors.count),
      meanSquare: errors.map(\.meanSquare).reduce(0, +) / Double(errors.count)
    )
  }

  /// "PSNR 18.21 dB, L1 0.0731".
  public var text: String {
    let noise =
      meanSquare > 0
      ? "\(NumberText.fixed(peakSignalToNoise, decimals: 2)) dB" : "infinite: the same picture"
    return "PSNR \(noise), L1 \(NumberText.fixed(meanAbsolute, decimals: 4))"
  }
}
