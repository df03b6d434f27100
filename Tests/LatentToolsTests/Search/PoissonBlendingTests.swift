import Datasets
import LatentTools
import Randomness
import Testing

/// Blending against a direct solution of the same equations.
@Suite struct PoissonBlendingTests {
  /// Solves A·x = b by Gaussian elimination with pivots.
  private func solution(_ matrix: [[Double]], _ right: [Double]) -> [Double] {
    var rows = zip(matrix, right).map { $0 + [$1] }
    let count = right.count
    for column in 0..<count {
      let pivot = (column..<count).max { abs(rows[$0][column]) < abs(rows[$1][column]) } ?? column
      rows.swapAt(column, pivot)
      for row in 0..<count where row != column {
        let factor = rows[row][column] / rows[column][column]
        for index in column...count { rows[row][index] -= factor * rows[column][index] }
      }
    }
    return (0..<count).map { rows[$0][count] / rows[$0][$0] }
  }

  private func numbers(_ count: Int, _ random: RandomStream) -> [Float] {
    (0..<count).map { _ in Float(random.uniformInt(below: 1000)) / 1000 }
  }

  /// The normal equations of min ‖∇x − ∇g‖² over missing pixels, straight from its terms.
  private func direct(
    _ filling: [Float],
    _ known: [Float],
    _ mask: CompletionMask
  ) -> [Float] {
    let count = mask.isMissing.count
    var matrix = Array(repeating: Array(repeating: 0.0, count: count), count: count)
    var right = Array(repeating: 0.0, count: count)
    func add(_ i: Int, _ j: Int) {
      let slope = Double(filling[i]) - Double(filling[j])
      for (a, b, slope) in [(i, j, slope), (j, i, -slope)] {
        matrix[a][a] += 1
        matrix[a][b] -= 1
        right[a] += slope
      }
    }
    for pixel in 0..<count {
      if pixel % mask.width < mask.width - 1 { add(pixel, pixel + 1) }
      if pixel + mask.width < count { add(pixel, pixel + mask.width) }
    }
    for pixel in 0..<count where !mask.isMissing[pixel] {
      matrix[pixel] = (0..<count).map { $0 == pixel ? 1 : 0 }
      right[pixel] = Double(known[pixel])
    }
    return solution(matrix, right).map { Float($0) }
  }

  @Test(arguments: 0..<8)
  func agreesWithADirectSolution(_ seed: Int) {
    let random = RandomStream(seed: UInt64(seed), purpose: "test")
    let (height, width) = (3 + random.uniformInt(below: 6), 2 + random.uniformInt(below: 8))
    let count = height * width
    // From few to nearly all; holes at edges and corners, and several of them.
    let missing = 1 + random.uniformInt(below: count - 1)
    let chosen = Set(random.permutation(of: count).prefix(missing))
    let mask = CompletionMask(
      height: height,
      width: width,
      isMissing: (0..<count).map(chosen.contains)
    )
    let channels = [1, 3][seed % 2]
    let (filling, known) = (numbers(count * channels, random), numbers(count * channels, random))
    let blended = PoissonBlending(mask)(filling, into: known, channels: channels)
    for channel in 0..<channels {
      func plane(_ values: [Float]) -> [Float] {
        (0..<count).map { values[$0 * channels + channel] }
      }
      let expected = direct(plane(filling), plane(known), mask)
      for pixel in 0..<count {
        let (found, original) = (plane(blended)[pixel], plane(filling)[pixel])
        // float32's rounding of numbers around 1, known pixels being left as the filling has them.
        let wanted = mask.isMissing[pixel] ? expected[pixel] : original
        #expect(abs(found - wanted) < 1e-6, "pixel \(pixel) of \(height)×\(width)")
      }
    }
  }

  /// A filling that is brighter by as much everywhere differs in nothing but that.
  @Test func brightnessOfTheFillingDoesNotMatter() {
    let random = RandomStream(seed: 1, purpose: "test")
    let mask = MaskPattern.center.mask(for: ImageShape(height: 20, width: 16, channels: 1))
    let known = numbers(320, random)
    let shifted = PoissonBlending(mask)(known.map { $0 + 0.25 }, into: known, channels: 1)
    for (pixel, value) in shifted.enumerated() where mask.isMissing[pixel] {
      #expect(abs(value - known[pixel]) < 1e-6)
    }
  }

  @Test func conjugateGradientsSolveAnIllConditionedSystem() {
    // 1/(i + j + 1): Hilbert's matrix, whose solution for b = A·1 is 1.
    let count = 5
    let matrix = (0..<count).map { i in (0..<count).map { 1 / Double(i + $0 + 1) } }
    let product = { (v: [Double]) in matrix.map { zip($0, v).reduce(0) { $0 + $1.0 * $1.1 } } }
    let found = ConjugateGradient.solve(
      product,
      diagonal: (0..<count).map { matrix[$0][$0] },
      product([1, 1, 1, 1, 1]),
      tolerance: 1e-14
    )
    // The condition of 5e5 times the tolerance, and rounding.
    for value in found { #expect(abs(value - 1) < 1e-7, "\(found)") }
    #expect(
      ConjugateGradient.solve(product, diagonal: [1, 1, 1, 1, 1], [0, 0, 0, 0, 0]) == [
        0, 0, 0, 0, 0,
      ]
    )
  }
}
