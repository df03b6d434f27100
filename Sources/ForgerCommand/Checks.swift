import ArgumentParser
import Recipes

/// Checks the number of an option, if it is given.
///
/// - Throws: `ValidationError` if it is out of range.
func check(_ value: Int?, of option: String, isIn range: ClosedRange<Int>) throws {
  guard let value, !range.contains(value) else { return }
  let expected =
    range.upperBound == .max
    ? "\(range.lowerBound) or more"
    : "a number from \(range.lowerBound) to \(range.upperBound)"
  throw ValidationError("\(option) is \(value); expected \(expected)")
}

/// Checks two options for the rows and columns of a grid.
///
/// - Throws: `ValidationError` if the grid would be too large.
func check(_ options: String, make count: Int, place: String = "") throws {
  let most = Generation.mostTogether
  if count > most {
    throw ValidationError("\(options) make \(count) samples; expected at most \(most)\(place)")
  }
}

/// Checks an option or argument that is a path, a name or something else.
///
/// - Throws: `ValidationError` if it is given and empty.
func check(
  _ value: String?,
  isNotEmpty option: String,
  expecting expected: String = "a path"
) throws {
  if let value, value.isEmpty {
    throw ValidationError("\(option) is empty; expected \(expected)")
  }
}

/// Checks that options name different files.
///
/// - Throws: `ValidationError` if two of them name the same.
func checkDifferent(_ files: [(option: String, path: String)]) throws {
  for (index, (option, path)) in files.enumerated() {
    if let (other, _) = files[..<index].first(where: { $0.path == path }) {
      throw ValidationError("\(other) and \(option) are both \(path); give two files")
    }
  }
}

extension String {
  /// The path without `.png`, for other files of the same name.
  var withoutPNG: String { hasSuffix(".png") ? String(dropLast(4)) : self }
}

extension String {
  /// Its lines, empty ones too.
  var lines: [String] {
    split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  }
}

extension ArgumentHelp {
  /// Help for an argument that `GeneratorCheckpoint` reads.
  static let generator: ArgumentHelp =
    "gen_iter_N.npz, snapshot_iter_N.npz, the folder of a run, or a generator saved by Chainer."
}
