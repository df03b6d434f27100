public import Archives

extension SnapshotFile {
  /// The length of a run that goes on for so much longer: as many iterations or epochs as were done, and
  /// `more` on top.
  ///
  /// Only whole epochs count as done. So five more epochs after 2.3 end with the seventh.
  ///
  /// - Throws: `FileProblem` where the snapshot does not say how many there were.
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
  /// The sum, or the largest number where it would be larger.
  fileprivate func addingOrMost(_ other: Int) -> Int {
    let (sum, isTooLarge) = addingReportingOverflow(other)
    return isTooLarge ? .max : sum
  }
}
