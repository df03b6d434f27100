import Foundation
import Randomness
import Testing

/// Each number against its definition in double precision, from the words of its block.
@Suite struct PrecisionTests {
  @Test func normalNumbersAreBoxAndMullers() {
    let blocks = RandomBlocks(seed: 45, purpose: "test")
    let numbers = Distribution.normal.numbers(1 << 20, of: blocks, from: 0, part: 1 << 20)
    var error = 0.0
    for unit in 0..<(numbers.count / 64) {
      for lane in 0..<16 {
        let words = blocks[UInt64(unit * 16 + lane)]
        for pair in 0..<2 {
          let uniform = (Float(words[2 * pair] >> 1) + 0.5) * 0x1p-31
          let radius = (-2 * log(Double(uniform))).squareRoot()
          let word = words[2 * pair + 1]
          let angle = (Double(Int32(bitPattern: word << 2)) * 0x1p-31 + 1) * (Double.pi / 4)
          let first = sin(angle) * radius * (word >> 31 == 0 ? 1 : -1)
          let second = cos(angle) * radius * (word >> 30 & 1 == 0 ? 1 : -1)
          let index = unit * 64 + 2 * pair * 16 + lane
          error = max(error, abs(Double(numbers[index]) - first))
          error = max(error, abs(Double(numbers[index + 16]) - second))
        }
      }
    }
    // Two units in the last place of 6.66, the largest number.
    #expect(error < 1e-6)
  }

  /// The probability below each number is the uniform number that it was made of.
  @Test func truncatedNormalNumbersInvertTheirDistribution() {
    let blocks = RandomBlocks(seed: 46, purpose: "test")
    let numbers = Distribution.truncatedNormal.numbers(1 << 18, of: blocks, from: 0, part: 1 << 18)
    var error = 0.0
    for (index, number) in numbers.enumerated() {
      let word = blocks[UInt64(index / 64 * 16 + index % 16)][index % 64 / 16]
      let uniform = Double(Int32(bitPattern: word)) * 0x1p-32 + 0.5
      let x = Double(number)
      let density = exp(-x * x / 2) / (2 * Double.pi).squareRoot() / erf(2.0.squareRoot())
      let difference = Distribution.truncatedNormal.probability(below: x) - uniform
      error = max(error, abs(difference) / density)
    }
    #expect(error < 1e-6)
    #expect(numbers.allSatisfy { abs($0) <= 2 })
  }
}
