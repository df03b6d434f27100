/// An option that an earlier version had under another name.
///
/// The old name works, is not in the help, and says on standard error what takes its place. It is replaced before the
/// command line is parsed, so that a command declares its options by their present names alone.
package struct RenamedOption: Sendable {
  /// The words after `forger` that the option belongs to.
  private let command: [String]
  private let old: String
  private let new: String

  /// An option of a command such as `datasets fetch`, by its names without dashes.
  package init(of command: String, _ old: String, isNow new: String) {
    self.command = command.split(separator: " ").map(String.init)
    (self.old, self.new) = ("--\(old)", "--\(new)")
  }

  /// Those of Forger's own commands.
  package static let all = [RenamedOption(of: "datasets fetch", "to", isNow: "out")]

  /// A command line by present names.
  ///
  /// - Parameters:
  ///   - arguments: What the command was called with, without its own name.
  ///   - options: The options that were renamed.
  /// - Returns: The arguments, and a line for each old name among them.
  package static func updated(
    _ arguments: [String],
    by options: [RenamedOption] = all
  ) -> (arguments: [String], notes: [String]) {
    var (arguments, notes) = (arguments, [String]())
    // What follows two dashes are no options.
    let end = arguments.firstIndex(of: "--") ?? arguments.endIndex
    for option in options where arguments[..<end].starts(with: option.command) {
      let before = notes.count
      for index in arguments[..<end].indices {
        if arguments[index] == option.old {
          arguments[index] = option.new
        } else if arguments[index].hasPrefix(option.old + "=") {
          arguments[index] = option.new + arguments[index].dropFirst(option.old.count)
        } else {
          continue
        }
        if notes.count == before {
          notes.append("\(option.old) is deprecated: its name is \(option.new) now")
        }
      }
    }
    return (arguments, notes)
  }
}
