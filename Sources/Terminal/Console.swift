/// A run's output: lines that stay and, on a terminal, a display below them that is redrawn in place.
///
/// The cursor always rests below everything, so that other output, such as the shell's prompt after a crash,
/// covers nothing.
public final class Console {
  /// The kind of output.
  public enum Style: Sendable {
    /// A terminal that understands cursor movements.
    case terminal
    /// A file, a pipe or a plain terminal: whole lines only.
    case lines
  }

  /// The kind of output.
  public let style: Style
  private let columns: () -> Int
  private let output: (String) throws -> Void
  /// The first error that kept text from being written, if any.
  public private(set) var problem: (any Error)?
  /// The display as shown on the terminal.
  private var display: [String] = []

  /// A console that passes its text to `output`.
  ///
  /// - Parameters:
  ///   - style: The kind of output.
  ///   - columns: Returns the terminal's width, each time that the display is drawn.
  ///   - output: Takes the text, including cursor movements; if it throws, the error is remembered and the text
  ///     is lost.
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

  /// Replaces the display, cutting lines to the terminal's width; has no effect except on a terminal.
  public func show(_ lines: [String]) {
    guard style == .terminal else { return }
    let width = width
    // Lines as wide as the terminal would wrap on some terminals.
    let cut = lines.map { printable($0).cut(to: width - 1) }
    let surplus = cut.count < display.count ? "\u{1B}[J" : ""
    write(top + cut.map { "\u{1B}[2K" + $0 + "\n" }.joined() + surplus)
    display = cut
  }

  /// Writes a line that stays, and ensures that it and all earlier text was written.
  ///
  /// This is for results. Work that is worth completing without its display continues if text cannot be
  /// written, and calls `check` at its end.
  ///
  /// - Throws: The error that kept text from being written.
  public func printResult(_ line: String) throws { try printResult([line]) }

  /// Writes lines that stay, and makes sure that they and all before them could be written.
  ///
  /// - Throws: The error that kept text from being written.
  public func printResult(_ lines: [String]) throws {
    print(lines)
    try check()
  }

  /// Ensures that all text was written.
  ///
  /// - Throws: The first error that kept text from being written.
  public func check() throws {
    if let problem { throw problem }
  }

  private func write(_ text: String) {
    do { try output(text) } catch { problem = problem ?? error }
  }

  /// Leaves the display as it is and continues below it.
  public func settle() { display = [] }

  /// Moves the cursor to the first line of the display.
  private var top: String { display.isEmpty ? "" : "\u{1B}[\(display.count)A\r" }
}

extension Console {
  /// A share in 0...1 as a bar with its percentage: of 50 marks, or fewer if the terminal is too narrow.
  package func bar(_ share: Double) -> String {
    let length = min(50, max(width - 22, 1))
    let done = Int(share * Double(length))
    let marks = String(repeating: "#", count: done) + String(repeating: ".", count: length - done)
    return "[\(marks)] " + NumberText.percentage(share).rightAligned(in: 6)
  }
}
