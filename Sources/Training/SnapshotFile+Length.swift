public import Archives

extension SnapshotFile {
  /// The length of a run that is extended: the iterations or epochs done, plus `more`.
  ///
  /// Only completed epochs count, so five more epochs after 2.3 end with the seventh.
  ///
  /// - Throws: `FileProblem` if the snapshot does not say how many were done.
  public func length(extendedBy more: TrainingLength) throws(FileProblem) -> TrainingLength {
    switch more {
    case .iterations(let count): return .iterations(iteration.addingOrMost(count))
    case .epochs(let count):
      let epoch = try StateReader(snapshot: arrays, file: path).integer("batches/epoch")
      return .epochs(epoch.addingOrMost(count))
    }
  }
}

extension Int {
  /// The sum, or the largest number if it overflows.
  fileprivate func addingOrMost(_ other: Int) -> Int {
    let (sum, isTooLarge) = addingReportingOverflow(other)
    return isTooLarge ? .max : sum
  }
}
