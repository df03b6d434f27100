import Archives
import Synchronization

/// Which images were found damaged when they were decoded.
final class DamageLog: Sendable {
  private struct Entries {
    var damaged: [Int: FileProblem] = [:]
    var untold: [FileProblem] = []
  }

  private let entries = Mutex(Entries())

  /// The number of damaged images.
  var count: Int { entries.withLock { $0.damaged.count } }

  /// What is wrong with an image, as far as is known.
  subscript(index: Int) -> FileProblem? { entries.withLock { $0.damaged[index] } }

  /// Notes what is wrong with an image.
  func add(_ problem: FileProblem, of index: Int) {
    entries.withLock { entries in
      guard entries.damaged.updateValue(problem, forKey: index) == nil else { return }
      entries.untold.append(problem)
    }
  }

  /// What was noted since this was asked last.
  func take() -> [FileProblem] {
    entries.withLock { entries in
      defer { entries.untold = [] }
      return entries.untold
    }
  }
}
