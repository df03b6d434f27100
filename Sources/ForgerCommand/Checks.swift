import ArgumentParser

/// Checks an option that counts something.
///
/// - Throws: `ValidationError` if it is given and not positive.
func check(_ value: Int?, isPositive option: String) throws {
  if let value, value < 1 {
    throw ValidationError("\(option) is \(value); expected 1 or more")
  }
}

/// Checks an option or argument that is a path or a name.
///
/// - Throws: `ValidationError` if it is given and empty.
func check(_ value: String?, isNotEmpty option: String) throws {
  if let value, value.isEmpty {
    throw ValidationError("\(option) is empty; expected a path")
  }
}

extension ArgumentHelp {
  /// Help for an argument that `GeneratorCheckpoint` reads.
  static let generator: ArgumentHelp =
    "gen_iter_N.npz, snapshot_iter_N.npz, the folder of a run, or a generator saved by Chainer."
}
