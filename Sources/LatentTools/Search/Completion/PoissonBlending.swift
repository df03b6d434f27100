/// Blends a filling into a hole: gradients are the filling's, the border is the image's.
///
/// Of all fillings x that equal the image y around the hole, it is the one with the least ‖∇x − ∇g‖², where g
/// is the given filling. So d = x − g is harmonic inside: the number of neighbors of a pixel (four, or fewer
/// at the edge of the image) times d is the sum over its neighbors, and d = y − g around the hole.
///
/// Sources: Pérez, Gangnet and Blake 2003, "Poisson Image Editing", equation 7; Yeh et al. 2016,
/// arXiv:1607.07539, section 3.4.
package struct PoissonBlending {
  /// The positions of the missing pixels in the image.
  private let pixels: [Int]
  /// For each missing pixel, the indices of its missing neighbors.
  private let missingNeighbors: [[Int]]
  /// For each missing pixel, the positions of its known neighbors.
  private let knownNeighbors: [[Int]]
  /// For each missing pixel, the number of its neighbors.
  private let counts: [Double]

  /// Blending for the holes of a mask.
  package init(_ mask: CompletionMask) {
    let pixels = mask.isMissing.indices.filter { mask.isMissing[$0] }
    var numbers = [Int?](repeating: nil, count: mask.isMissing.count)
    for (number, pixel) in pixels.enumerated() { numbers[pixel] = number }
    let neighbors = pixels.map { Self.neighbors(of: $0, mask) }
    self.pixels = pixels
    missingNeighbors = neighbors.map { $0.compactMap { numbers[$0] } }
    knownNeighbors = neighbors.map { $0.filter { numbers[$0] == nil } }
    counts = neighbors.map { Double($0.count) }
  }

  /// `filling` with its missing values blended into `known`; both `[H, W, C]`.
  ///
  /// - Precondition: Both have the size of the mask.
  package func callAsFunction(_ filling: [Float], into known: [Float], channels: Int) -> [Float] {
    var blended = filling
    for channel in 0..<channels {
      let around = knownNeighbors.map { places in
        places.reduce(0.0) { sum, place in
          let index = place * channels + channel
          return sum + Double(known[index] - filling[index])
        }
      }
      let shifts = ConjugateGradient.solve(laplacian, diagonal: counts, around)
      for (pixel, shift) in zip(pixels, shifts) {
        blended[pixel * channels + channel] += Float(shift)
      }
    }
    return blended
  }

  /// The sums of a value's differences from its neighbors, with zeros outside the hole.
  private func laplacian(_ values: [Double]) -> [Double] {
    values.indices.map { index in
      var sum = counts[index] * values[index]
      for neighbor in missingNeighbors[index] { sum -= values[neighbor] }
      return sum
    }
  }

  private static func neighbors(of pixel: Int, _ mask: CompletionMask) -> [Int] {
    let (row, column) = (pixel / mask.width, pixel % mask.width)
    var places: [Int] = []
    if row > 0 { places.append(pixel - mask.width) }
    if row < mask.height - 1 { places.append(pixel + mask.width) }
    if column > 0 { places.append(pixel - 1) }
    if column < mask.width - 1 { places.append(pixel + 1) }
    return places
  }
}
