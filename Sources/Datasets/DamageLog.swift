import Archives
import Synchronization

/// Images found damaged when they were decoded.
final class DamageLog: Sendable {
  private struct Entries {
    var damaged: [Int: FileProblem] = [:]
    var untold: [FileProblem] = []
  }

  private let entries = Mutex(Entries())

  /// The number of damaged images.
  var count: Int { entries.withLock { $0.damaged.count } }

  /// The known problem of an image, if there is one.
  subscript(index: Int) -> FileProblem? { entries.withLock { $0.damaged[index] } }

  /// Records the problem of an image.
  func add(_ problem: FileProblem, of index: Int) {
    entries.withLock { entries in
      guard entries.damaged.updateValue(problem, forKey: index) == nil else { return }
      entries.untold.append(problem)
    }
  }

  /// The problems recorded since the last call.
  func take() -> [FileProblem] {
    entries.withLock { entries in
      defer { entries.untold = [] }
      return entries.untold
    }
  }
}
