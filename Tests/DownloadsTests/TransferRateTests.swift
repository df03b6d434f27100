import Downloads
import Testing

@Suite struct TransferRateTests {
  @Test func isUnknownAtFirst() {
    var rate = TransferRate()
    #expect(rate.bytesPerSecond == nil)
    rate.add(bytes: 500, now: 0)
    #expect(rate.bytesPerSecond == nil)
    #expect(rate.seconds(for: 10) == nil)
  }

  @Test func isThatOfTheLastSeconds() {
    var rate = TransferRate()
    for second in 0...20 { rate.add(bytes: second * 100, now: Double(second)) }
    #expect(rate.bytesPerSecond == 100)
    for second in 1...20 { rate.add(bytes: 2000 + second * 300, now: 20 + Double(second)) }
    #expect(rate.bytesPerSecond == 300)
    #expect(rate.seconds(for: 900) == 3)
  }
}
