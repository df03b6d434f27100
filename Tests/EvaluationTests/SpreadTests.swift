import Evaluation
import Testing

@Suite struct SpreadTests {
  @Test func isTheTextbooks() throws {
    let spread = Spread(of: [2, 4, 4, 4, 5, 5, 7, 9])
    #expect(spread.mean == 5)
    #expect(abs(spread.standardDeviation - 2.1380899) < 1e-6)
    #expect(abs(spread.standardError - 0.7559289) < 1e-6)
    // t of seven degrees of freedom is 2.365.
    #expect(abs(try #require(spread.confidence) - 1.787772) < 1e-4)
  }

  @Test func oneNumberHasNoInterval() {
    #expect(Spread(of: [3]).confidence == nil)
    #expect(Spread(of: [3]).standardDeviation == 0)
  }

  /// Student's t of 97.5 % by scipy.stats.t.ppf.
  @Test(arguments: [(12, 2.200985), (31, 2.042272), (101, 1.983972)])
  func intervalsAreStudents(_ count: Int, _ t: Double) throws {
    let spread = Spread(of: (0..<count).map { Double($0 % 2) })
    #expect(abs(try #require(spread.confidence) / spread.standardError - t) < 1e-3)
  }
}
