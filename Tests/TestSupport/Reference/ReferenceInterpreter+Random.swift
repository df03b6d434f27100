internal import Foundation
internal import Randomness
internal import TensorCore

extension RandomFill {
  /// The first `count` numbers of the fill.
  ///
  /// Random bits decide them: 64 numbers are made of 16 blocks of four words, first of the first words
  /// of all blocks, then of the second ones, and so on.
  func numbers(_ count: Int) -> [Double] {
    var numbers: [Double] = []
    while numbers.count < count {
      let unit = (0..<16).map { index in
        blocks.referenceWords(of: first &+ UInt64(numbers.count / 64 * 16 + index))
      }
      numbers += (0..<64).map { number(ofUnit: unit, $0 / 16, $0 % 16) }
    }
    return Array(numbers.prefix(count))
  }

  private func number(ofUnit unit: [[UInt32]], _ word: Int, _ block: Int) -> Double {
    switch distribution {
    case .uniform(let low, let high):
      // 24 bits; what float32 rounds to `high` is the number before it.
      let share = Double(unit[block][word] >> 8) * 0x1p-24
      let number = Double(low) + share * Double(high - low)
      return Swift.min(number, Double(high.nextDown))
    case .normal(let mean, let deviation):
      let pair = word / 2 * 2
      let (sine, cosine) = normalPair(unit[block][pair], unit[block][pair + 1])
      return (word == pair ? sine : cosine) * Double(deviation) + Double(mean)
    case .truncatedNormal(let mean, let deviation):
      return truncatedNormal(unit[block][word]) * Double(deviation) + Double(mean)
    }
  }

  /// Two normal numbers: r·sin α and r·cos α with r² = −2 ln u and an angle α of any direction.
  ///
  /// u is the upper half of an odd number of 2⁻³², rounded to float32. The angle is π/4 + φ, with φ in
  /// ±π/4 from the second word's lower 30 bits, and its upper two bits are the signs of the results.
  ///
  /// Source: Box and Muller 1958, "A Note on the Generation of Random Normal Deviates".
  private func normalPair(_ word0: UInt32, _ word1: UInt32) -> (Double, Double) {
    let u = Double((Float(word0 >> 1) + 0.5) * 0x1p-31)
    let radius = (-2 * Foundation.log(u)).squareRoot()
    let angle = Double.pi / 4 * (1 + Double(Int32(bitPattern: word1 << 2)) * 0x1p-31)
    let signs = (word1 >> 31 == 0 ? 1.0 : -1.0, word1 >> 30 & 1 == 0 ? 1.0 : -1.0)
    return (signs.0 * radius * Foundation.sin(angle), signs.1 * radius * Foundation.cos(angle))
  }

  /// √2 · erf⁻¹(s · erf(√2)): the number below which a share (1 + s) / 2 of those within ±2 lies.
  private func truncatedNormal(_ word: UInt32) -> Double {
    let target = Double(Int32(bitPattern: word)) * 0x1p-31 * Foundation.erf(2.squareRoot())
    var y = 0.0
    // Newton's method: from 0 outwards it approaches the root from one side.
    for _ in 0..<40 {
      let step = (Foundation.erf(y) - target) * Double.pi.squareRoot() / 2 * Foundation.exp(y * y)
      y -= step
      if abs(step) < 1e-15 { break }
    }
    return 2.squareRoot() * y
  }
}

extension RandomBlocks {
  /// The four words of a block, by Philox 4×32-10.
  ///
  /// Source: Salmon et al. 2011, "Parallel Random Numbers: As Easy as 1, 2, 3", section 3.3 and table 2.
  func referenceWords(of block: UInt64) -> [UInt32] {
    func halves(_ number: UInt64) -> [UInt32] {
      [UInt32(truncatingIfNeeded: number), UInt32(truncatingIfNeeded: number >> 32)]
    }
    var words = halves(block) + halves(seed)
    var key = halves(self.key)
    for _ in 0..<10 {
      let left = words[0].multipliedFullWidth(by: 0xD251_1F53)
      let right = words[2].multipliedFullWidth(by: 0xCD9E_8D57)
      words = [right.high ^ words[1] ^ key[0], right.low, left.high ^ words[3] ^ key[1], left.low]
      key = [key[0] &+ 0x9E37_79B9, key[1] &+ 0xBB67_AE85]
    }
    return words
  }
}
