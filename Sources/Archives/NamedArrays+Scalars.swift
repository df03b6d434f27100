extension NumpyArray {
  /// A scalar.
  public init(_ value: Int64) { self.init(shape: [], elements: .int64([value])) }

  /// A scalar.
  public init(_ value: UInt64) { self.init(shape: [], elements: .uint64([value])) }
}

extension NamedArrays {
  /// The `int64` scalar `name`, for reading a state back.
  ///
  /// - Throws: `FileProblem` of the file at `path` where there is none of that name and type.
  public func int64(_ name: String, path: String) throws(FileProblem) -> Int64 {
    guard case .int64(let values)? = self[name]?.elements, values.count == 1 else {
      throw missingScalar(name, type: "int64", path: path)
    }
    return values[0]
  }

  /// The `uint64` scalar `name`, for reading a state back.
  ///
  /// - Throws: `FileProblem` of the file at `path` where there is none of that name and type.
  public func uint64(_ name: String, path: String) throws(FileProblem) -> UInt64 {
    guard case .uint64(let values)? = self[name]?.elements, values.count == 1 else {
      throw missingScalar(name, type: "uint64", path: path)
    }
    return values[0]
  }

  private func missingScalar(_ name: String, type: String, path: String) -> FileProblem {
    let found = self[name] == nil ? "lacks '\(name)'" : "holds a '\(name)' of another type or shape"
    return FileProblem(path, found: found, expected: "one number of type \(type)")
  }
}
