public import Terminal

/// A console that keeps what is written to it.
public final class Transcript {
  /// Everything that was written, cursor movements included.
  public private(set) var text = ""
  /// The terminal's width.
  public var columns = 80

  /// Nothing written yet.
  public init() {}

  /// A console of a style that writes here.
  public func console(_ style: Console.Style) -> Console {
    Console(style, columns: { self.columns }, output: { self.text += $0 })
  }

  /// What stands on a terminal that was sent the text.
  public var screen: [String] { Screen.lines(after: text) }
}
