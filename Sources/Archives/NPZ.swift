/// NumPy's `.npz` files: a zip archive of `.npy` files, one for each named array.
public enum NPZ {
  /// How entries are stored.
  public enum Compression: Sendable {
    /// Uncompressed, as written by `numpy.savez`.
    case stored
    /// Deflated, as written by `numpy.savez_compressed`.
    case deflated
  }

  private static let expected = "a NumPy .npz archive"

  /// Reads arrays from the file at `path`, in the archive's order.
  ///
  /// The sizes that all arrays claim are summed before the first is read, so that nothing is expanded from an
  /// archive that exceeds `limits`; then wanted arrays are read into place and the others skipped.
  ///
  /// - Parameters:
  ///   - path: The file.
  ///   - limits: How much the archive may expand into, including the arrays that are skipped.
  ///   - isWanted: Whether to read the array with a name; by default all are read.
  /// - Returns: The wanted arrays that exist.
  /// - Throws: `FileProblem` if the file is not such an archive, is damaged, holds an entry that is not an
  ///   array of a type that `NumpyArray` supports or whose name is not ASCII, holds two arrays of one name,
  ///   or exceeds `limits`.
  public static func read(
    _ path: String,
    limits: ReadLimits = .arrays,
    where isWanted: (_ name: String) -> Bool = { _ in true }
  ) throws(FileProblem) -> NamedArrays {
    try checkClaims(of: path, limits: limits)
    var reader = try ArchiveReader(path, layout: .zip, expected: expected, limits: limits)
    var arrays = NamedArrays()
    while let entry = try reader.nextEntry() {
      let name = try name(of: entry, in: path)
      guard isWanted(name) else { continue }
      guard arrays[name] == nil else { throw twice(name, in: path) }
      arrays[name] = try NumpyArray(reading: &reader, label: "entry '\(name)'")
    }
    return arrays
  }

  /// Reads only headers.
  private static func checkClaims(of path: String, limits: ReadLimits) throws(FileProblem) {
    var reader = try ArchiveReader(path, layout: .zip, expected: expected, limits: limits)
    var (names, sum): (Set<String>, Int) = ([], 0)
    while let entry = try reader.nextEntry() {
      let name = try name(of: entry, in: path)
      guard names.insert(name).inserted else { throw twice(name, in: path) }
      let bytes = try NumpyArray.claimedBytes(&reader, label: "entry '\(name)'")
      sum = sum.addingReportingOverflow(bytes).overflow ? .max : sum + bytes
      try reader.check(claimedBytes: sum)
    }
  }

  private static func name(
    of entry: ArchiveReader.Entry,
    in path: String
  ) throws(FileProblem) -> String {
    guard entry.isFile, entry.name.hasSuffix(".npy") else {
      throw FileProblem(
        path,
        found: "holds '\(entry.name)', which is not a .npy entry",
        expected: expected
      )
    }
    return String(entry.name.dropLast(".npy".count))
  }

  private static func twice(_ name: String, in path: String) -> FileProblem {
    FileProblem(path, found: "holds two arrays named '\(name)'", expected: expected)
  }

  /// Writes `arrays` to `path`, completely or not at all; equal arrays give equal bytes.
  ///
  /// - Throws: `FileProblem` if the file cannot be written.
  /// - Precondition: The names are ASCII, as all readers of the format require.
  public static func write(
    _ arrays: NamedArrays,
    to path: String,
    compression: Compression = .stored
  ) throws(FileProblem) {
    for name in arrays.names where !name.utf8.allSatisfy({ $0 < 0x80 }) {
      fatalError("NPZ: the name '\(name)' is not ASCII")
    }
    let file = try AtomicFile(path)
    let writer = try ZipWriter(file, compression: compression)
    for name in arrays.names {
      guard let array = arrays[name] else { continue }
      try writer.add(array, named: name + ".npy")
    }
    try writer.finish()
    try file.commit()
  }
}
