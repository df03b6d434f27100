import Foundation
import Synchronization

/// How long a process has been waiting for others, which another thread may ask.
struct PresentWait: ~Copyable, Sendable {
  /// When the wait began, in nanoseconds since some time; 0 where there is none.
  private let start = Atomic<UInt64>(0)

  /// Begins a wait.
  func begin() { start.store(DispatchTime.now().uptimeNanoseconds, ordering: .relaxed) }

  /// Ends it.
  func end() { start.store(0, ordering: .relaxed) }

  /// The seconds that it has lasted; 0 where there is none.
  var seconds: Double {
    let start = start.load(ordering: .relaxed)
    return start == 0 ? 0 : Double(DispatchTime.now().uptimeNanoseconds - start) * 1e-9
  }
}
