/// Where a run tells how it is going: lines that stay, and below them, on a terminal, a display that
/// is redrawn in place.
///
/// The cursor always rests below everything, so that whatever else is written there, be it the
/// shell's prompt after a crash, covers nothing.
public final class Console {
  /// What a console writes to.
  public enum Style: Sendable {
    /// A terminal that understands cursor movements.
    case terminal
    /// A file, a pipe or a plain terminal: whole lines only.
    case lines
  }

  /// What it writes to.
  public let style: Style
  private let columns: () -> Int
  private let output: (String) throws -> Void
  /// What kept text from being written, the first time that anything did.
  public private(set) var problem: (any Error)?
  /// The display as it stands on the terminal.
  private var display: [String] = []

  /// A console that hands its text to `output`.
  ///
  /// - Parameters:
  ///   - style: What it writes to.
  ///   - columns: The terminal's width, asked for each time that the display is drawn.
  ///   - output: Takes the text, cursor movements included; what it throws is remembered, and the text lost.
  public init(
    _ style: Style,
    columns: @escaping () -> Int = { 80 },
    output: @escaping (String) throws -> Void
  ) {
    self.style = style
    self.columns = columns
    self.output = output
  }

  /// The terminal's width in characters.
  public var width: Int { max(columns(), 1) }

  /// Writes a line that stays, above the display.
  ///
  /// Whatever it says of files and from files, it stays one line and shows itself: what would change the
  /// terminal is escaped, a line break too.
  public func print(_ line: String) { print([line]) }

  /// Writes lines that stay, above the display.
  public func print(_ lines: [String]) {
    let text = lines.map { printable($0) + "\n" }.joined()
    guard !display.isEmpty else { return write(text) }
    write(top + "\u{1B}[J" + text + display.map { $0 + "\n" }.joined())
  }

  /// Replaces the display, cutting lines to the terminal's width; of use on a terminal only.
  public func show(_ lines: [String]) {
    guard style == .terminal else { return }
    let width = width
    // A line as wide as the terminal would make some of them wrap.
    let cut = lines.map { printable($0).cut(to: width - 1) }
    let surplus = cut.count < display.count ? "\u{1B}[J" : ""
    write(top + cut.map { "\u{1B}[2K" + $0 + "\n" }.joined() + surplus)
    display = cut
  }

  /// Writes a line that stays, and makes sure that it and all before it could be written.
  ///
  /// For results: work that is worth having without its display goes on when that cannot be written, and calls
  /// `check` at its end.
  ///
  /// - Throws: What kept text from being written.
  public func printResult(_ line: String) throws { try printResult([line]) }

  /// Writes lines that stay, and makes sure that they and all before them could be written.
  ///
  /// - Throws: What kept text from being written.
  public func printResult(_ lines: [String]) throws {
    print(lines)
    try check()
  }

  /// Makes sure that all text could be written.
  ///
  /// - Throws: What kept it from being written, the first time that anything did.
  public func check() throws {
    if let problem { throw problem }
  }

  private func write(_ text: String) {
    do { try output(text) } catch { problem = problem ?? error }
  }

  /// Leaves the display as it is and goes on below it.
  public func settle() { display = [] }

  /// What moves the cursor to the display's first line.
  private var top: String { display.isEmpty ? "" : "\u{1B}[\(display.count)A\r" }
}

extension Console {
  /// A share of 0...1 as a bar with its percentage: of 50 marks, or of fewer where the terminal is too narrow.
  package func bar(_ share: Double) -> String {
    let length = min(50, max(width - 22, 1))
    let done = Int(share * Double(length))
    let marks = String(repeating: "#", count: done) + String(repeating: ".", count: length - done)
    return "[\(marks)] " + NumberText.percentage(share).rightAligned(in: 6)
  }
}
