import Terminal
import TerminalTestSupport
import Testing

@Suite struct ConsoleTests {
  @Test func redrawsInPlace() {
    let transcript = Transcript()
    let console = transcript.console(.terminal)
    console.show(["one", "two"])
    console.print("a line that stays")
    console.show(["three", "four"])
    #expect(transcript.screen == ["a line that stays", "three", "four"])
    console.show(["five"])
    #expect(transcript.screen == ["a line that stays", "five"])
    console.settle()
    console.show(["six"])
    #expect(transcript.screen == ["a line that stays", "five", "six"])
  }

  /// Work goes on, and in the end the first problem is told.
  @Test func remembersWhatCouldNotBeWritten() throws {
    var problems = ["full", "gone"][...]
    var written = ""
    let console = Console(.lines) { text in
      if let reason = problems.popFirst() { throw OutputProblem(reason: reason) }
      written += text
    }
    try console.check()
    console.print("lost")
    console.print("lost, too")
    console.print("there")
    #expect(written == "there\n")
    let problem = try #require(throws: OutputProblem.self) { try console.check() }
    #expect(
      problem.description
        == "standard output: cannot be written: full; expected a place that takes the result"
    )
    #expect(throws: OutputProblem.self) { try console.printResult("there, too") }
    #expect(written == "there\nthere, too\n")
  }

  @Test func sendsTheFewestMovements() {
    let transcript = Transcript()
    let console = transcript.console(.terminal)
    console.show(["a", "b"])
    console.show(["c", "d"])
    #expect(
      transcript.text
        == "\u{1B}[2Ka\n\u{1B}[2Kb\n" + "\u{1B}[2A\r" + "\u{1B}[2Kc\n\u{1B}[2Kd\n"
    )
  }

  @Test func cutsTheDisplayToTheWidth() {
    let transcript = Transcript()
    transcript.columns = 6
    let console = transcript.console(.terminal)
    console.show(["123456789"])
    #expect(transcript.screen == ["12345"])
    transcript.columns = 8
    console.show(["123456789"])
    #expect(transcript.screen == ["1234567"])
  }

  /// The characters of East Asia, and emoji, are two columns wide.
  @Test func cutsWideCharactersToTheWidth() {
    let transcript = Transcript()
    transcript.columns = 6
    let console = transcript.console(.terminal)
    console.show(["名名名", "a名名", "ééééééé", "한글", "👩‍🚀👩‍🚀👩‍🚀"])
    #expect(transcript.screen == ["名名", "a名名", "ééééé", "한글", "👩‍🚀👩‍🚀"])
  }

  /// Whatever it says of files and from files, a line is one line that shows itself.
  @Test(arguments: Console.Style.allStyles)
  func escapesWhatChangesTheTerminal(_ style: Console.Style) throws {
    let transcript = Transcript()
    let console = transcript.console(style)
    console.show(["red \u{1B}[31m"])
    console.print("two\nlines\r\u{7F}\u{9B}2J\u{1B}]0;title\u{7}\t")
    try console.printResult([
      "turned \u{202E}gnp.\u{2066}", "unseen \u{200B}\u{FEFF}\u{E0041}\u{2028}",
    ])
    let lines = [
      #"two\nlines\r\u{7F}\u{9B}2J\u{1B}]0;title\u{7}\t"#, #"turned \u{202E}gnp.\u{2066}"#,
      #"unseen \u{200B}\u{FEFF}\u{E0041}\u{2028}"#,
    ]
    #expect(transcript.screen == lines + (style == .terminal ? [#"red \u{1B}[31m"#] : []))
  }

  @Test(arguments: ["größer 名 👩‍👩‍👧 کتاب‌ها ‎".dropLast().description, #"a\b "c""#, ""])
  func leavesWhatIsRead(_ text: String) {
    let transcript = Transcript()
    transcript.console(.lines).print(text)
    #expect(transcript.text == text + "\n")
  }

  @Test func writesPlainLinesElsewhere() {
    let transcript = Transcript()
    let console = transcript.console(.lines)
    console.show(["never seen"])
    console.print("seen")
    console.settle()
    #expect(transcript.text == "seen\n")
  }

  @Test func choosesTheStyleByItsSurroundings() {
    #expect(Console.style(isTerminal: true, term: "xterm", noColor: nil) == .terminal)
    #expect(Console.style(isTerminal: true, term: "xterm", noColor: "") == .terminal)
    #expect(Console.style(isTerminal: true, term: "xterm", noColor: "1") == .lines)
    #expect(Console.style(isTerminal: true, term: "dumb", noColor: nil) == .lines)
    #expect(Console.style(isTerminal: true, term: nil, noColor: nil) == .lines)
    #expect(Console.style(isTerminal: false, term: "xterm", noColor: nil) == .lines)
  }
}

extension Console.Style {
  fileprivate static var allStyles: [Console.Style] { [.terminal, .lines] }
}
