internal import Foundation
import Preconditions

/// The mean of some numbers and how far they are from it.
public struct Spread: Equatable, Sendable {
  /// The numbers.
  public let values: [Double]

  /// The spread of at least one number.
  ///
  /// - Precondition: There is one.
  public init(of values: [Double]) {
    require(!values.isEmpty, "Spread: of no numbers")
    self.values = values
  }

  /// The mean.
  public var mean: Double { values.reduce(0, +) / Double(values.count) }

  /// The standard deviation, with N − 1 in the denominator; 0 of one number.
  public var standardDeviation: Double {
    guard values.count > 1 else { return 0 }
    let mean = mean
    let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    return (squares / Double(values.count - 1)).squareRoot()
  }

  /// The standard deviation of the mean.
  public var standardError: Double { standardDeviation / Double(values.count).squareRoot() }

  /// Half the length of the interval around the mean that holds the true one with a probability of 95 %,
  /// were the numbers normally distributed: Student's t times the standard error; `nil` of one number.
  public var confidence: Double? {
    guard values.count > 1 else { return nil }
    let freedom = values.count - 1
    // Student's t of 97.5 %; beyond ten degrees by Cornish and Fisher's expansion, good to 1e-3.
    let table = [12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228]
    let normal = 1.959964
    let n = Double(freedom)
    let t =
      freedom <= table.count
      ? table[freedom - 1]
      : normal + (pow(normal, 3) + normal) / (4 * n)
        + (5 * pow(normal, 5) + 16 * pow(normal, 3) + 3 * normal) / (96 * n * n)
        + (3 * pow(normal, 7) + 19 * pow(normal, 5) + 17 * pow(normal, 3) - 15 * normal)
        / (384 * n * n * n)
    return t * standardError
  }
}
