import Archives
import Dispatch

/// Images found damaged when they were decoded.
///
/// `@unchecked Sendable`: all state is accessed on the serial queue only.
final class DamageLog: @unchecked Sendable {
  private let queue = DispatchQueue(label: "Forger damaged images")
  private var damaged: [Int: FileProblem] = [:]
  private var untold: [FileProblem] = []

  /// The number of damaged images.
  var count: Int { queue.sync { damaged.count } }

  /// The known problem of an image, if there is one.
  subscript(index: Int) -> FileProblem? { queue.sync { damaged[index] } }

  /// Records the problem of an image.
  func add(_ problem: FileProblem, of index: Int) {
    queue.sync {
      guard damaged.updateValue(problem, forKey: index) == nil else { return }
      untold.append(problem)
    }
  }

  /// The problems recorded since the last call.
  func take() -> [FileProblem] {
    queue.sync {
      defer { untold = [] }
      return untold
    }
  }
}
