import Randomness
import Testing

@Suite struct RandomStreamTests {
  @Test(arguments: Distribution.allCases) func resumesFromASavedPosition(_ kind: Distribution) {
    let stream = RandomStream(seed: 7, purpose: "latent")
    _ = stream.draw(1000, kind)
    _ = stream.nextUInt64()
    let position = stream.position
    let expected = stream.draw(333, kind)

    let resumed = RandomStream(seed: 7, purpose: "latent", position: position)
    #expect(resumed.draw(333, kind) == expected)
    stream.position = position
    #expect(stream.draw(333, kind) == expected)
    #expect(stream.position == resumed.position)
  }

  @Test func everyDrawTakesWholeBlocks() {
    let stream = RandomStream(seed: 0, purpose: "test")
    _ = stream.nextUInt32()
    _ = stream.nextUInt64()
    #expect(stream.position == 2)
    _ = stream.draw(0, .normal)
    #expect(stream.position == 2)
    _ = stream.draw(1, .normal)
    #expect(stream.position == 18)
    _ = stream.draw(64, .uniform)
    #expect(stream.position == 34)
    _ = stream.draw(65, .truncatedNormal)
    #expect(stream.position == 66)
    #expect(stream.reserve(blocks: 5) == 66)
    #expect(stream.position == 71)
  }

  @Test func integersAreTheWordsOfTheirBlocks() {
    let stream = RandomStream(seed: 3, purpose: "test")
    let first = stream.blocks[0]
    let second = stream.blocks[1]
    #expect(stream.nextUInt32() == first.x)
    #expect(stream.nextUInt64() == UInt64(second.y) << 32 + UInt64(second.x))
  }

  /// The mean product of 100,000 pairs of independent standard normal numbers is 0 ± 0.0032.
  @Test(arguments: ["noise", "weightS", "weights ", ""])
  func purposesSeedsAndPositionsAreIndependent(_ purpose: String) {
    let count = 100_000
    let weights = RandomStream(seed: 1, purpose: "weights").draw(count, .normal)
    let others = [
      RandomStream(seed: 1, purpose: purpose),
      RandomStream(seed: 2, purpose: "weights"),
      RandomStream(seed: 1 + 1 << 32, purpose: "weights"),
      RandomStream(seed: 1, purpose: "weights", position: 1 << 32),
      RandomStream(seed: 1, purpose: "weights", position: 16),
    ]
    for other in others {
      let products = zip(weights, other.draw(count, .normal)).map { Double($0) * Double($1) }
      #expect(abs(products.reduce(0, +)) / Double(count) < 4 * 0.0032)
    }
  }

  @Test(arguments: Distribution.allCases) func splitFillsAgreeToTheBit(_ kind: Distribution) {
    let blocks = RandomStream(seed: 11, purpose: "noise").blocks
    for count in [1, 15, 16, 63, 64, 65, 100, 1000, 4096, 5001] {
      let whole = kind.numbers(count, of: blocks, from: 12345, part: count)
      #expect(whole.allSatisfy { $0.isFinite })
      for part in [64, 128, 192, 1024] {
        #expect(kind.numbers(count, of: blocks, from: 12345, part: part) == whole)
      }
    }
  }

  /// A fill crosses the carry from the low to the high word of the counter as single blocks do.
  @Test func countersCarry() {
    let blocks = RandomBlocks(seed: 5, purpose: "carry")
    let first: UInt64 = (1 << 32) - 7
    let numbers = Distribution.uniform.numbers(64, of: blocks, from: first, part: 64)
    for (index, number) in numbers.enumerated() {
      let word = blocks[first + UInt64(index % 16)][index / 16]
      #expect(number == Float(word >> 8) * 0x1p-24)
    }
  }

  @Test func fillsWriteNothingBeyondTheirEnd() {
    let stream = RandomStream(seed: 0, purpose: "test")
    var numbers = [Float](repeating: -7, count: 200)
    for count in [0, 1, 63, 64, 65, 150] {
      numbers.withUnsafeMutableBufferPointer {
        stream.fillUniform(UnsafeMutableBufferPointer(rebasing: $0[..<count]))
      }
      #expect(numbers[..<count].allSatisfy { $0 >= 0 && $0 < 1 })
      #expect(numbers[count...].allSatisfy { $0 == -7 })
    }
  }
}
