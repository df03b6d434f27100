import Foundation

/// A Gaussian density.
struct Normal {
  let mean: Double
  let deviation: Double

  func callAsFunction(_ x: Double) -> Double {
    let distance = (x - mean) / deviation
    return exp(-distance * distance / 2) / (deviation * (2 * Double.pi).squareRoot())
  }
}
