internal import Terminal

/// How the files of a run are called.
package enum RunFiles {
  /// The log: `log`.
  static let log = "log"
  /// The drawing of the losses: `losses.svg`.
  static let curves = "losses.svg"
  /// The previews one after the other: `preview.gif`.
  package static let animation = "preview.gif"
  /// The best generator so far, by an evaluation: `gen_best.npz`.
  package static let best = "gen_best.npz"
  /// The folder of the previews: `preview`.
  package static let previews = "preview"

  /// The name of a player's or snapshot's file: `snapshot_iter_1000.npz`.
  static func numbered(_ stem: String, _ iteration: Int) -> String {
    "\(stem)_iter_\(iteration).npz"
  }

  /// The iteration in a numbered name, or `nil` for another file's name.
  static func iteration(of stem: String, in name: String) -> Int? {
    number(in: name, between: stem + "_iter_", and: ".npz")
  }

  /// Whether a file of this name is enough to say that the folder holds a run.
  static func marksRun(_ name: String) -> Bool {
    name == log || iteration(of: "snapshot", in: name) != nil
  }

  /// Whether a run writes files of this name, and nobody else.
  static func isTopLevel(_ name: String) -> Bool {
    [log, curves, animation, best].contains(name)
      || ["snapshot", "gen", "dis"].contains { iteration(of: $0, in: name) != nil }
  }

  /// Whether a run writes previews of this name: `image00001000.png`.
  static func isPreview(_ name: String) -> Bool { iteration(ofPreview: name) != nil }

  /// The iteration in a preview's name, or `nil` for another file's name.
  static func iteration(ofPreview name: String) -> Int? {
    number(in: name, between: "image", and: ".png")
  }

  /// Whether the name is of a run's file that was being written: `.NAME.PROCESS.ATTEMPT.partial`,
  /// as `AtomicFile` has it.
  static func isTemporary(_ name: String) -> Bool {
    guard name.hasPrefix("."), name.hasSuffix(".partial") else { return false }
    let parts = name.dropFirst().dropLast(".partial".count).split(separator: ".")
    guard parts.count > 2, parts.suffix(2).allSatisfy({ Int($0) != nil }) else { return false }
    let file = parts.dropLast(2).joined(separator: ".")
    return isTopLevel(file) || isPreview(file)
  }

  private static func number(in name: String, between start: String, and end: String) -> Int? {
    guard name.hasPrefix(start), name.hasSuffix(end), name.count > start.count + end.count else {
      return nil
    }
    let digits = name.dropFirst(start.count).dropLast(end.count)
    // `Int` would take a sign.
    guard digits.allSatisfy({ ("0"..."9").contains($0) }) else { return nil }
    return Int(digits)
  }
}
