internal import Foundation

/// Where each pixel of a changed image is looked up in the image itself, in rows and columns from the middle:
/// an affine map.
struct Placement: Equatable {
  /// Nothing is changed.
  static let identity = Placement()

  // What a row and a column count for in the source's row and column, and what is added.
  private var row = (ofRow: 1.0, ofColumn: 0.0, offset: 0.0)
  private var column = (ofRow: 0.0, ofColumn: 1.0, offset: 0.0)

  static func == (a: Placement, b: Placement) -> Bool { a.row == b.row && a.column == b.column }

  /// Makes what has been done so far larger: by 2 it is twice as high; by −1 it is mirrored.
  mutating func scale(rows: Double, columns: Double) {
    follow((1 / rows, 0, 0), (0, 1 / columns, 0))
  }

  /// Moves what has been done so far down and to the right.
  mutating func shift(rows: Double, columns: Double) {
    follow((1, 0, -rows), (0, 1, -columns))
  }

  /// Turns what has been done so far, clockwise as rows count downward.
  mutating func turn(by angle: Double) { turn(cosine: cos(angle), sine: sin(angle)) }

  /// The same by so many right angles, exactly.
  mutating func quarterTurn(_ count: Int) {
    let (cosine, sine) = [(1.0, 0.0), (0, 1), (-1, 0), (0, -1)][count % 4]
    turn(cosine: cosine, sine: sine)
  }

  private mutating func turn(cosine: Double, sine: Double) {
    follow((cosine, -sine, 0), (sine, cosine, 0))
  }

  /// Looks up by another map first, then by this one.
  private mutating func follow(
    _ first: (Double, Double, Double),
    _ second: (Double, Double, Double)
  ) {
    func after(_ map: (ofRow: Double, ofColumn: Double, offset: Double)) -> (Double, Double, Double)
    {
      (
        map.ofRow * first.0 + map.ofColumn * second.0,
        map.ofRow * first.1 + map.ofColumn * second.1,
        map.ofRow * first.2 + map.ofColumn * second.2 + map.offset
      )
    }
    (row, column) = (after(row), after(column))
  }

  /// The six numbers of `resampled`, for pixels that count from the upper left corner.
  func places(height: Int, width: Int) -> [Float] {
    let (middleRow, middleColumn) = (Double(height - 1) / 2, Double(width - 1) / 2)
    func start(_ map: (ofRow: Double, ofColumn: Double, offset: Double), _ middle: Double) -> Double
    {
      middle + map.offset - map.ofRow * middleRow - map.ofColumn * middleColumn
    }
    return [
      row.ofRow, row.ofColumn, start(row, middleRow),
      column.ofRow, column.ofColumn, start(column, middleColumn),
    ].map { Float($0) }
  }
}
