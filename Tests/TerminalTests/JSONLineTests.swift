import Foundation
import Terminal
import Testing

@Suite struct JSONLineTests {
  /// What a terminal would obey is escaped as JSON does it, so that scripts read the same.
  @Test func showsItselfAndReadsBack() throws {
    let texts = ["\u{1B}[31m\n\u{7F}\u{9B}\u{202E}\u{200B}\u{E0041}", "größer 名 👩‍👩‍👧 \"\\"]
    let line = try texts.jsonLine
    #expect(
      line == #"["\u001b[31m\n\u007f\u009b\u202e\u200b\udb40\udc41","größer 名 👩‍👩‍👧 \"\\"]"#
    )
    #expect(try JSONDecoder().decode([String].self, from: Data(line.utf8)) == texts)
  }
}
