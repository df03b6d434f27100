import Downloads
import Testing

@Suite struct ByteTextTests {
  @Test(arguments: [
    (0.0, "0 bytes"), (999, "999 bytes"), (1000, "1.0 kB"), (29_515, "29.5 kB"),
    (999_949, "999.9 kB"), (999_950, "1.0 MB"), (170_052_171, "170.1 MB"), (2e9, "2.0 GB"),
    (3e15, "3000.0 TB"),
  ])
  func isShort(_ count: Double, _ text: String) {
    #expect(ByteText.text(count) == text)
  }
}
