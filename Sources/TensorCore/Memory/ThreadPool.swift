import COpenMP
import Synchronization

/// The only thread pool: oneDNN's, which is OpenMP's.
///
/// A second pool on the same cores would cost more than it gains, so Forger's own loops run as OpenMP regions
/// too, through the function that compilers call for `#pragma omp parallel`.
///
/// The current context determines the number of threads. Loop bodies must not ask for it, nor for anything
/// else in a context: OpenMP's threads only see the default one.
package enum ThreadPool {
  /// The number of threads that OpenMP would use: the number of cores, unless its environment variables say
  /// otherwise.
  static let machineThreadCount = max(1, Int(omp_get_max_threads()))

  /// The number of threads that computations use in the current context.
  package static var threadCount: Int { Context.current.threadCount }

  /// Sets OpenMP's number of threads for what the calling thread is about to run; OpenMP keeps one for each
  /// thread.
  static func prepare() { omp_set_num_threads(Int32(threadCount)) }

  /// Runs `body` over parts of `0..<count`, together covering it, on the pool's threads.
  ///
  /// Parts start at multiples of `alignment` and have at least `grain` indices if possible; a range no longer
  /// than `grain` runs on the calling thread only.
  package static func forEach(
    _ count: Int,
    grain: Int,
    alignment: Int = 16,
    _ body: @Sendable (Range<Int>) -> Void
  ) {
    let parts = min(threadCount, (count + grain - 1) / max(grain, 1))
    guard parts > 1 else {
      if count > 0 { body(0..<count) }
      return
    }
    let length = ((count + parts - 1) / parts + alignment - 1) / alignment * alignment
    run(threads: parts) { part in
      let start = min(part * length, count)
      let end = min(start + length, count)
      if start < end { body(start..<end) }
    }
  }

  /// Runs `body(0)`, …, `body(count - 1)` in any order on the pool's threads.
  ///
  /// The thread that runs an index may differ from run to run: results must not depend on it.
  package static func forEachIndex(_ count: Int, _ body: @Sendable (Int) -> Void) {
    forEachIndex(count, threads: threadCount) { index, _ in body(index) }
  }

  /// Runs `body(0, worker)`, …, `body(count - 1, worker)` in any order on up to `threads` threads.
  ///
  /// A worker is a number below `threads`; concurrent calls have different workers.
  package static func forEachIndex(
    _ count: Int,
    threads: Int,
    _ body: @Sendable (_ index: Int, _ worker: Int) -> Void
  ) {
    let threads = min(threads, count)
    guard threads > 1 else {
      for index in 0..<max(count, 0) { body(index, 0) }
      return
    }
    let next = Counter()
    run(threads: threads) { worker in
      while let index = next.take(below: count) { body(index, worker) }
    }
  }

  /// Enters a parallel region.
  ///
  /// The pointers that bodies write through are `nonisolated(unsafe)` where they are taken: no two parts write to
  /// one place, or read what another one writes. The rest is seen to here: all parts have ended before this
  /// returns, so that nothing outlives the caller, and each thread sees what the caller wrote before, and the
  /// caller what they wrote, as a region begins and ends with a barrier (OpenMP API 5.0, section 2.6).
  private static func run(threads: Int, _ body: @Sendable (Int) -> Void) {
    withoutActuallyEscaping(body) { escapable in
      var region = Region(body: escapable)
      withUnsafeMutablePointer(to: &region) { region in
        GOMP_parallel(
          { data in
            guard let data else { return }
            // OpenMP may provide fewer threads than requested: each takes its share of the parts.
            let region = data.assumingMemoryBound(to: Region.self)
            let given = Int(omp_get_num_threads())
            var part = Int(omp_get_thread_num())
            while part < region.pointee.parts {
              region.pointee.body(part)
              part += given
            }
          },
          prepared(region, parts: threads),
          UInt32(threads),
          0
        )
      }
    }
  }

  private static func prepared(
    _ region: UnsafeMutablePointer<Region>,
    parts: Int
  ) -> UnsafeMutableRawPointer {
    region.pointee.parts = parts
    return UnsafeMutableRawPointer(region)
  }

  private struct Region {
    let body: @Sendable (Int) -> Void
    var parts = 0
  }

  /// Hands out each index once.
  private final class Counter: Sendable {
    private let value = Atomic<Int>(0)

    func take(below end: Int) -> Int? {
      let index = value.wrappingAdd(1, ordering: .relaxed).oldValue
      return index < end ? index : nil
    }
  }
}
