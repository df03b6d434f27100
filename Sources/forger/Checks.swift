import ArgumentParser

/// Checks an option that counts something.
///
/// - Throws: `ValidationError` where it is given and not positive.
func check(_ value: Int?, isPositive option: String) throws {
  if let value, value < 1 {
    throw ValidationError("\(option) is \(value); expected 1 or more")
  }
}

/// Checks `--threads`.
///
/// - Throws: `ValidationError` where it is given and no number of threads that a machine has.
func checkThreads(_ value: Int?) throws {
  if let value, !(1...1024).contains(value) {
    throw ValidationError("--threads is \(value); expected a number from 1 to 1024")
  }
}
