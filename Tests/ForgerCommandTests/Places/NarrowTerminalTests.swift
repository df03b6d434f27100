#if os(Linux)
import FileTestSupport
import Foundation
import Testing

/// A run on a terminal that is hardly wider than its numbers.
@Suite struct NarrowTerminalTests {
  /// What the run shows in place fits, so that moving up by its lines finds its first one.
  @Test(arguments: [20, 1]) func theDisplayFits(_ columns: Int) throws {
    let folder = try folderWithData()
    // `script` runs a command on a terminal of its own, whose output it keeps.
    let script = """
      export TERM=xterm SHELL=/bin/sh FORGER="$0"
      echo "stty cols \(columns); exec \\"\\$FORGER\\" $*" > run
      exec script --quiet --return --command 'sh run' typescript > /dev/null
      """
    let arguments = smallTraining("--display-interval", "1", iterations: 12)
    let outcome = try Command.run(shell: script, arguments, in: folder)
    #expect(outcome.ending == .code(0), "\(outcome)")
    let text = try String(contentsOfFile: folder("typescript"), encoding: .utf8)
    let drawn = text.components(separatedBy: "\u{1B}[2K").dropFirst()
      .map { $0.prefix { $0 != "\r\n" && $0 != "\n" && $0 != "\r" } }
    #expect(drawn.count > 3, "\(text.debugDescription)")
    #expect(drawn.allSatisfy { $0.count < columns }, "\(drawn)")
  }
}
#endif
