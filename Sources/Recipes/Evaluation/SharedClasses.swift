internal import Datasets

/// Whether the classes that a generator was trained with are those of the real images that it is compared with.
struct SharedClasses {
  /// Whether they are.
  let areShared: Bool
  /// The classes' names, if they have some.
  let names: [String]
  /// How they differ, as a clause about the generator; `nil` if they are shared, or it has no classes.
  let reason: String?

  /// The classes of a candidate and of real images: by name if both have names, otherwise by number.
  init(of candidate: Candidate, and real: any ImageDataset) {
    let (own, others) = (candidate.classNames, real.classNames ?? [])
    names = own.isEmpty ? others : own
    let differing = zip(own, others).enumerated().first { $0.element.0 != $0.element.1 }
    if candidate.classCount == 0 {
      reason = nil
    } else if real.labels == nil {
      reason = "makes \(candidate.classCount) classes, and \(real.name) has no labels"
    } else if real.classCount > candidate.classCount {
      reason = "makes \(candidate.classCount) classes, and \(real.name) has \(real.classCount)"
    } else if let (label, (name, other)) = differing {
      reason = "makes '\(name)' as class \(label), which is '\(other)' in \(real.name)"
    } else {
      reason = nil
    }
    areShared = candidate.classCount > 0 && reason == nil
  }
}
