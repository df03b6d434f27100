/// NumPy's `.npy` files: one array each.
public enum NPY {
  /// Reads the array in the file at `path`; Fortran order is converted to C order.
  ///
  /// - Throws: `FileProblem` if the file is not an array of a type that `NumpyArray` supports.
  public static func read(
    _ path: String,
    limits: ReadLimits = .arrays
  ) throws(FileProblem) -> NumpyArray {
    var reader = try ArchiveReader(
      path,
      layout: .plain,
      expected: "an array in NumPy's .npy format",
      limits: limits
    )
    guard try reader.nextEntry() != nil else {
      throw FileProblem(path, found: "is empty", expected: "an array in NumPy's .npy format")
    }
    return try NumpyArray(reading: &reader, label: "it")
  }

  /// Writes `array` to `path`, completely or not at all.
  ///
  /// - Throws: `FileProblem` if the file cannot be written.
  public static func write(_ array: NumpyArray, to path: String) throws(FileProblem) {
    try AtomicFile.write(array.header.encoded + array.withElementBytes(Array.init), to: path)
  }
}
