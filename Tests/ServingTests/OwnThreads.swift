import Foundation
import Synchronization

/// Runs tasks in threads of its own, so that tests that compute do not keep them waiting.
final class OwnThreads: TaskExecutor {
  private let jobs = Mutex<[UnownedJob]>([])
  private let arrived = DispatchSemaphore(value: 0)

  /// Starts the threads, which end with the program.
  ///
  /// - Parameter count: Their number.
  init(_ count: Int) {
    for _ in 0..<count {
      Thread { [self] in
        while true {
          arrived.wait()
          jobs.withLock { $0.removeFirst() }.runSynchronously(on: asUnownedTaskExecutor())
        }
      }.start()
    }
  }

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    jobs.withLock { $0.append(job) }
    arrived.signal()
  }
}
