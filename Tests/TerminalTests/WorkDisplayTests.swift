import Terminal
import TerminalTestSupport
import Testing

/// How far a piece of work is.
@Suite struct WorkDisplayTests {
  @Test func linesComeNowAndThen() {
    let transcript = Transcript()
    var now = 100.0
    let display = WorkDisplay(of: 8, on: transcript.console(.lines)) { now }
    for (done, time) in [(0, 100.0), (1, 129), (2, 140), (3, 150), (8, 180)] {
      now = time
      display.update(done, "cat.png")
    }
    display.end()
    #expect(transcript.text == "[25.00%] cat.png, 0:02:00 left\n[100.00%] cat.png, 0:00:00 left\n")
  }

  @Test func terminalIsLeftClean() {
    let transcript = Transcript()
    var now = 0.0
    let display = WorkDisplay(of: 4, on: transcript.console(.terminal)) { now }
    display.update(0, "cat.png")
    now = 5
    display.update(1, "cat.png")
    #expect(
      transcript.screen == [
        "     total [############......................................] 25.00%",
        "           cat.png. Estimated time to finish: 0:00:15.",
      ]
    )
    display.end()
    #expect(transcript.screen.joined() == "")
  }
}
