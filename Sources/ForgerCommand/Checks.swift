import ArgumentParser

/// Checks an option that is a number, if it is given.
///
/// - Throws: `ValidationError` where it is outside of the range.
func check(_ value: Int?, of option: String, isIn range: ClosedRange<Int>) throws {
  guard let value, !range.contains(value) else { return }
  let expected =
    range.upperBound == .max
    ? "\(range.lowerBound) or more"
    : "a number from \(range.lowerBound) to \(range.upperBound)"
  throw ValidationError("\(option) is \(value); expected \(expected)")
}

/// Checks two options that say how many pictures stand beside and below each other.
///
/// - Throws: `ValidationError` where they make more than one picture should hold.
func check(_ options: String, make count: Int, place: String = "") throws {
  if count > 65_536 {
    throw ValidationError("\(options) make \(count) pictures; expected at most 65536\(place)")
  }
}

/// Checks an option or argument that is a path or a name.
///
/// - Throws: `ValidationError` where it is given and empty.
func check(_ value: String?, isNotEmpty option: String) throws {
  if let value, value.isEmpty {
    throw ValidationError("\(option) is empty; expected a path")
  }
}

/// Checks that options name files of their own.
///
/// - Throws: `ValidationError` where two of them name the same.
func checkDifferent(_ files: [(option: String, path: String)]) throws {
  for (index, (option, path)) in files.enumerated() {
    if let (other, _) = files[..<index].first(where: { $0.path == path }) {
      throw ValidationError("\(other) and \(option) are both \(path); give two files")
    }
  }
}

extension String {
  /// The path without the ending of a picture: what is written beside it has the same name.
  var withoutPNG: String { hasSuffix(".png") ? String(dropLast(4)) : self }
}

extension String {
  /// Its lines, empty ones too.
  var lines: [String] {
    split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  }
}

extension ArgumentHelp {
  /// Of an argument that `GeneratorCheckpoint` reads.
  static let generator: ArgumentHelp =
    "gen_iter_N.npz, snapshot_iter_N.npz, the folder of a run, or Chainer's generator."
}
