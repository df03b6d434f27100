import Downloads
import Testing

@Suite struct DownloadSettingsTests {
  @Test func waitsDoubleUpToABound() {
    let settings = DownloadSettings(firstDelay: 1, longestDelay: 30)
    #expect((1...8).map(settings.delay) == [1, 2, 4, 8, 16, 30, 30, 30])
    #expect(settings.delay(before: 1_000_000_000) == 30)
  }
}
