import Terminal
import Testing

@Suite struct NumberTextTests {
  /// What Python's `'{:g}'.format` gives.
  @Test(arguments: [
    (1.2292, "1.2292"), (1.769_138, "1.76914"), (0, "0"), (100, "100"), (1e6, "1e+06"),
    (123_456.7, "123457"), (1e-5, "1e-05"), (0.000_1, "0.0001"), (-3.25, "-3.25"),
    (1e300, "1e+300"),
  ])
  func generalIsAsPythonHasIt(value: Double, text: String) {
    #expect(NumberText.general(value) == text)
  }

  @Test func takesDigitsAndDecimals() {
    #expect(NumberText.general(10.120_96, digits: 5) == "10.121")
    #expect(NumberText.fixed(2.0 / 3, decimals: 3) == "0.667")
    #expect(NumberText.fixed(-0.004, decimals: 2) == "0.00")
    #expect(NumberText.fixed(-0.006, decimals: 2) == "-0.01")
    #expect(NumberText.fixed(-.infinity, decimals: 2) == "-inf")
    #expect(NumberText.fixed(.greatestFiniteMagnitude, decimals: 2).count == 312)
    #expect(NumberText.percentage(0.19) == "19.00%")
  }

  /// What Python's `str(datetime.timedelta(seconds=…))` gives for whole seconds.
  @Test(arguments: [
    (0, "0:00:00"), (59.9, "0:00:59"), (3_661, "1:01:01"), (86_399, "23:59:59"),
    (98_786.372_445, "1 day, 3:26:26"), (864_000, "10 days, 0:00:00"), (-1, "0:00:00"),
    (.infinity, "unknown"), (1e300, "unknown"),
  ])
  func durationIsAsPythonHasIt(seconds: Double, text: String) {
    #expect(NumberText.duration(seconds) == text)
  }

  @Test(arguments: [
    (0.0, "0 bytes"), (999, "999 bytes"), (1000, "1.0 kB"), (29_515, "29.5 kB"),
    (999_949, "999.9 kB"), (999_950, "1.0 MB"), (170_052_171, "170.1 MB"), (2e9, "2.0 GB"),
    (3e15, "3000.0 TB"),
  ])
  func bytesAreShort(_ count: Double, _ text: String) {
    #expect(NumberText.bytes(count) == text)
  }
}
