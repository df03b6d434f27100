internal import Foundation

/// What a run in training tells its page, a line of JSON each.
enum FeedLine: Codable, Sendable {
  /// The run starts: its recipe as checkpoints store it, and the lines of its summary.
  case start(recipe: String, rows: [[String]])
  /// How far it is.
  case status(RunStatus)
  /// A warning, in words, after this many iterations.
  case warning(iteration: Int, text: String)

  /// The longest line that is read.
  static let mostBytes = 1 << 20

  /// The line, with its end.
  var bytes: [UInt8] {
    get throws { Array(try JSONEncoder().encode(self)) + [0x0A] }
  }

  /// Reads a line; `nil` where it is none.
  init?(_ bytes: some Collection<UInt8>) {
    guard let line = try? JSONDecoder().decode(FeedLine.self, from: Data(bytes)) else { return nil }
    self = line
  }
}

/// What the page asks of a run in training, a line each.
package enum ControlLine: String, Sendable {
  /// Hold after this iteration.
  case pause
  /// Continue.
  case resume
  /// Write a snapshot now.
  case snapshot
  /// End as by Ctrl-C.
  case stop
}
