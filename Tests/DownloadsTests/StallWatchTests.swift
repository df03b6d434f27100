import Downloads
import Testing

@Suite struct StallWatchTests {
  @Test func silenceIsAStall() {
    var watch = StallWatch(seconds: 10, now: 0)
    let stalled = [10, 10.1].map { watch.isStalled(byteCount: 0, now: $0) }
    #expect(stalled == [false, true])
  }

  @Test func bytesStartTheWaitAnew() {
    var watch = StallWatch(seconds: 10, now: 0)
    let stalled = [9, 19, 19.5].map { now in
      watch.isStalled(byteCount: StallWatch.leastBytes, now: now)
    }
    #expect(stalled == [false, false, true])
  }

  @Test func dripsAreAStall() {
    var watch = StallWatch(seconds: 10, now: 0)
    let stalled = (1...20).first { watch.isStalled(byteCount: $0, now: Double($0)) }
    #expect(stalled == 11)
  }
}
