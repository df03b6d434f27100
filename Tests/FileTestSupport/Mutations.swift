/// Damaged copies of a file: every kind of harm that a short one can come to, always the same ones.
public struct Mutations: Sequence, IteratorProtocol {
  private let original: [UInt8]
  private var generator: SplitMix64
  private var remaining: Int

  /// `count` damaged copies of `original`.
  public init(of original: [UInt8], count: Int, seed: UInt64 = 1) {
    self.original = original
    generator = SplitMix64(state: seed)
    remaining = count
  }

  /// The next damaged copy: truncated, with flipped bits, overwritten bytes or a repeated piece.
  public mutating func next() -> [UInt8]? {
    guard remaining > 0, !original.isEmpty else { return nil }
    remaining -= 1
    var copy = original
    let place = Int.random(in: original.indices, using: &generator)
    switch remaining % 4 {
    case 0: copy.removeSubrange(place...)
    case 1: copy[place] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
    case 2:
      for index in place..<Swift.min(place + 4, copy.count) {
        copy[index] = [0x00, 0x7f, 0x80, 0xff].randomElement(using: &generator) ?? 0
      }
    default: copy.insert(contentsOf: copy[place...].prefix(16), at: place)
    }
    return copy
  }
}
