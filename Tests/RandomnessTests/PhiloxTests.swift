import Randomness
import Testing

/// The known answers published with Random123, the authors' own implementation.
@Suite struct PhiloxTests {
  static let knownAnswers: [(counter: SIMD4<UInt32>, key: SIMD2<UInt32>, block: SIMD4<UInt32>)] = [
    (
      SIMD4(repeating: 0), SIMD2(repeating: 0),
      SIMD4(0x6627_E8D5, 0xE169_C58D, 0xBC57_AC4C, 0x9B00_DBD8)
    ),
    (
      SIMD4(repeating: .max), SIMD2(repeating: .max),
      SIMD4(0x408F_276D, 0x41C8_3B0E, 0xA20B_C7C6, 0x6D54_51FD)
    ),
    (
      SIMD4(0x243F_6A88, 0x85A3_08D3, 0x1319_8A2E, 0x0370_7344), SIMD2(0xA409_3822, 0x299F_31D0),
      SIMD4(0xD16C_FE09, 0x94FD_CCEB, 0x5001_E420, 0x2412_6EA1)
    ),
  ]

  @Test(arguments: 0..<3) func givesTheKnownAnswers(_ index: Int) {
    let answer = Self.knownAnswers[index]
    #expect(philox(counter: answer.counter, key: answer.key) == answer.block)
  }

  /// FNV-1a of "foobar" is published as 0x85944171f73967e8.
  @Test func blocksAreKeyedByPurposeAndCountedWithTheSeed() {
    let blocks = RandomBlocks(seed: 0x0123_4567_89AB_CDEF, purpose: "foobar")
    let expected = philox(
      counter: SIMD4(0x7654_3210, 0xFEDC_BA98, 0x89AB_CDEF, 0x0123_4567),
      key: SIMD2(0xF739_67E8, 0x8594_4171)
    )
    #expect(blocks[0xFEDC_BA98_7654_3210] == expected)
  }
}
