import Randomness
import Testing

/// The first numbers of each kind, so that runs do not change by accident.
@Suite struct GoldenTests {
  @Test func theFirstNumbersNeverChange() {
    let stream = RandomStream(seed: 0, purpose: "weights")
    #expect(stream.nextUInt32() == 3_031_313_299)
    #expect(stream.nextUInt64() == 16_748_390_659_821_279_536)
    #expect(
      Array(stream.draw(70, .uniform)[62..<67])
        == [0.82314944, 0.9747699, 0.07569021, 0.15619302, 0.029971063]
    )
    #expect(
      Array(stream.draw(70, .normal)[62..<67])
        == [-1.6578119, 1.3310422, -0.26091483, -0.77649754, 1.7002262]
    )
    #expect(
      Array(stream.draw(70, .truncatedNormal)[62..<67])
        == [1.1411163, 1.876618, 0.025682438, -0.88669175, -1.1359323]
    )
    #expect(stream.permutation(of: 10) == [1, 3, 9, 4, 5, 8, 0, 6, 7, 2])
    #expect(stream.position == 107)
  }
}
