internal import Foundation

/// What happens to the colors of an image, red, green and blue from −1 to 1: an affine map.
struct ColorChange: Equatable {
  /// Nothing is changed.
  static let identity = ColorChange()

  // Each color of the result: what red, green and blue count for.
  private var rows = (0..<3).map { row in (0..<3).map { $0 == row ? 1.0 : 0.0 } }
  private var offset = [0.0, 0.0, 0.0]

  /// Adds to all colors.
  mutating func brighten(by amount: Double) { offset = offset.map { $0 + amount } }

  /// Scales brightness, which is along the axis of grays, and what is across it: the colors.
  mutating func scale(along: Double, across: Double) {
    follow { row, column in
      let gray = 1.0 / 3
      return gray * along + ((row == column ? 1 : 0) - gray) * across
    }
  }

  /// Turns colors around the axis of grays.
  mutating func turn(by angle: Double) {
    // Rodrigues' formula.
    let (gray, across) = ((1 - cos(angle)) / 3, sin(angle) / 3.0.squareRoot())
    follow { row, column in
      if row == column { return cos(angle) + gray }
      return gray + (column == (row + 1) % 3 ? -across : across)
    }
  }

  private mutating func follow(_ matrix: (_ row: Int, _ column: Int) -> Double) {
    let (old, oldOffset) = (rows, offset)
    for row in 0..<3 {
      for column in 0..<3 {
        rows[row][column] = (0..<3).reduce(0) { $0 + matrix(row, $1) * old[$1][column] }
      }
      offset[row] = (0..<3).reduce(0) { $0 + matrix(row, $1) * oldOffset[$1] }
    }
  }

  /// The matrix of `mixedChannels`, `[C, C]`; a single channel is all three.
  func matrix(channels: Int) -> [Float] {
    guard channels == 3 else { return [Float(rows.joined().reduce(0, +) / 3)] }
    return (0..<3).flatMap { color in rows.map { Float($0[color]) } }
  }

  /// What `mixedChannels` adds, `[C]`.
  func offsets(channels: Int) -> [Float] {
    channels == 3 ? offset.map { Float($0) } : [Float(offset.reduce(0, +) / 3)]
  }
}
