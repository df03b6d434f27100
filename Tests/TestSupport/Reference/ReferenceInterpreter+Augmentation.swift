internal import Foundation
internal import TensorCore

extension ReferenceInterpreter {
  /// What images show at places of their own: Σ k(row − i)·k(column − j)·x[i, j].
  func resampled(
    _ x: ReferenceValue,
    at places: ReferenceValue,
    _ resampling: Resampling,
    withoutSigns: Bool = false
  ) -> ReferenceValue {
    var result = ReferenceValue(repeating: 0, shape: x.shape)
    forEachTerm(of: x.shape, places, resampling) { target, source, weight in
      result[target] += (withoutSigns ? abs(weight) : weight) * x[source]
    }
    return result
  }

  /// Its transpose.
  func spread(
    _ gradient: ReferenceValue,
    at places: ReferenceValue,
    _ resampling: Resampling,
    withoutSigns: Bool = false
  ) -> ReferenceValue {
    var result = ReferenceValue(repeating: 0, shape: gradient.shape)
    forEachTerm(of: gradient.shape, places, resampling) { target, source, weight in
      result[source] += (withoutSigns ? abs(weight) : weight) * gradient[target]
    }
    return result
  }

  /// Channels mixed by a matrix of each image.
  func mixed(_ x: [ReferenceValue], to shape: Shape) -> ReferenceValue {
    let (images, matrices) = (x[0], x[1])
    return ReferenceValue(shape: shape) { index in
      let (n, d) = (index[0], index[index.count - 1])
      var sum = x.count > 2 ? x[2][[n, d]] : 0
      for c in 0..<matrices.shape[1] {
        sum += images[index.dropLast() + [c]] * matrices[[n, c, d]]
      }
      return sum
    }
  }

  /// Every term of the sum: where it goes, where it comes from, and its weight.
  private func forEachTerm(
    of shape: Shape,
    _ places: ReferenceValue,
    _ resampling: Resampling,
    _ body: (_ target: [Int], _ source: [Int], _ weight: Double) -> Void
  ) {
    let (height, width, channels) = (shape[1], shape[2], shape[3])
    Shape([shape[0], height, width]).forEachIndex { index in
      let (n, i, j) = (index[0], Double(index[1]), Double(index[2]))
      let place = (0..<2).map { axis in
        places[[n, axis, 0]] * i + places[[n, axis, 1]] * j + places[[n, axis, 2]]
      }
      guard place.allSatisfy({ abs($0) <= 0x1p24 }) else { return }
      for row in around(place[0]) {
        for column in around(place[1]) {
          let weight =
            resampling.kernel.weight(at: place[0] - Double(row))
            * resampling.kernel.weight(at: place[1] - Double(column))
          guard weight != 0, let row = resampling.edges.index(row, below: height),
            let column = resampling.edges.index(column, below: width)
          else { continue }
          for c in 0..<channels { body(index + [c], [n, row, column, c], weight) }
        }
      }
    }
  }

  /// More pixels than any kernel reaches.
  private func around(_ place: Double) -> ClosedRange<Int> {
    let nearest = Int(place.rounded())
    return (nearest - 3)...(nearest + 3)
  }
}

extension Resampling.Kernel {
  fileprivate func weight(at distance: Double) -> Double {
    let t = abs(distance)
    switch self {
    case .linear: return max(0, 1 - t)
    case .cubic:
      if t <= 1 { return 1.5 * t * t * t - 2.5 * t * t + 1 }
      return t < 2 ? -0.5 * t * t * t + 2.5 * t * t - 4 * t + 2 : 0
    }
  }
}

extension Resampling.Edges {
  /// The pixel that an index stands for, or `nil` for none.
  fileprivate func index(_ index: Int, below length: Int) -> Int? {
    if (0..<length).contains(index) { return index }
    guard self == .reflected else { return nil }
    var index = index
    while !(0..<length).contains(index) {
      if length == 1 { return 0 }
      index = index < 0 ? -index : 2 * (length - 1) - index
    }
    return index
  }
}
