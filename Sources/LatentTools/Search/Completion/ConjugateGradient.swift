/// Solves A·x = b for a symmetric, positive definite A by the conjugate gradient method.
///
/// Jacobi preconditioning: the residuals are scaled by A's diagonal.
///
/// Source: Shewchuk 1994, "An Introduction to the Conjugate Gradient Method Without the Agonizing Pain", B3.
package enum ConjugateGradient {
  /// The solution, up to residuals of `tolerance` times those of x = 0.
  ///
  /// - Parameters:
  ///   - product: Returns A·v.
  ///   - diagonal: The diagonal of A, all positive.
  ///   - b: The right-hand side.
  ///   - tolerance: The relative residual at which to stop; without rounding, as many steps as unknowns would
  ///     suffice.
  /// - Returns: x.
  package static func solve(
    _ product: ([Double]) -> [Double],
    diagonal: [Double],
    _ b: [Double],
    tolerance: Double = 1e-10
  ) -> [Double] {
    var x = [Double](repeating: 0, count: b.count)
    var residual = b
    var direction = zip(residual, diagonal).map { $0 / $1 }
    var square = dot(residual, direction)
    let enough = square * tolerance * tolerance
    // Rounding costs a few more steps than there are unknowns.
    for _ in 0..<2 * b.count + 10 where square > enough {
      let image = product(direction)
      let length = square / dot(direction, image)
      for index in x.indices {
        x[index] += length * direction[index]
        residual[index] -= length * image[index]
      }
      let scaled = zip(residual, diagonal).map { $0 / $1 }
      let newSquare = dot(residual, scaled)
      let turn = newSquare / square
      for index in x.indices { direction[index] = scaled[index] + turn * direction[index] }
      square = newSquare
    }
    return x
  }

  private static func dot(_ a: [Double], _ b: [Double]) -> Double {
    var sum = 0.0
    for index in a.indices { sum += a[index] * b[index] }
    return sum
  }
}
