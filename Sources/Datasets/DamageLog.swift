import Archives
import Dispatch

/// Which images were found damaged when they were decoded.
///
/// `@unchecked Sendable`: all state is touched on the serial queue only.
final class DamageLog: @unchecked Sendable {
  private let queue = DispatchQueue(label: "Forger damaged images")
  private var damaged: [Int: FileProblem] = [:]
  private var untold: [FileProblem] = []

  /// The number of damaged images.
  var count: Int { queue.sync { damaged.count } }

  /// What is wrong with an image, as far as is known.
  subscript(index: Int) -> FileProblem? { queue.sync { damaged[index] } }

  /// Notes what is wrong with an image.
  func add(_ problem: FileProblem, of index: Int) {
    queue.sync {
      guard damaged.updateValue(problem, forKey: index) == nil else { return }
      untold.append(problem)
    }
  }

  /// What was noted since this was asked last.
  func take() -> [FileProblem] {
    queue.sync {
      defer { untold = [] }
      return untold
    }
  }
}
