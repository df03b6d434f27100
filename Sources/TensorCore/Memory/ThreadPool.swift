import COpenMP
import Synchronization

/// The one pool of threads: oneDNN's, which is OpenMP's.
///
/// A second pool on the same cores would cost more than it gives, so loops of our own run as
/// OpenMP regions too, through the function that compilers call for `#pragma omp parallel`.
///
/// How many threads compute is the current context's matter. Bodies of loops must not ask for it, nor for
/// anything else of a context: on OpenMP's threads there is none but the default one.
package enum ThreadPool {
  /// The number of threads that OpenMP would use: the machine's number of cores, unless its environment says
  /// otherwise.
  static let machineThreadCount = max(1, Int(omp_get_max_threads()))

  /// The number of threads that computations use in the current context.
  package static var threadCount: Int { Context.current.threadCount }

  /// Tells OpenMP the number of threads for what the calling thread is about to run: it keeps one for each
  /// thread.
  static func prepare() { omp_set_num_threads(Int32(threadCount)) }

  /// Runs `body` over parts of `0..<count`, together covering it, on the pool's threads.
  ///
  /// Parts start at multiples of `alignment` and are at least `grain` long where possible; a range
  /// no longer than `grain` runs on the calling thread alone.
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
  /// Which thread runs which index may differ from run to run: what an index computes must not
  /// depend on it.
  package static func forEachIndex(_ count: Int, _ body: @Sendable (Int) -> Void) {
    forEachIndex(count, threads: threadCount) { index, _ in body(index) }
  }

  /// Runs `body(0, worker)`, …, `body(count - 1, worker)` in any order on up to `threads` threads.
  ///
  /// A worker is a number below `threads`; no two calls have the same at a time.
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
            // OpenMP may give fewer threads than asked for: each takes its share of the parts.
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

  /// Hands out indices, each once.
  private final class Counter: Sendable {
    private let value = Atomic<Int>(0)

    func take(below end: Int) -> Int? {
      let index = value.wrappingAdd(1, ordering: .relaxed).oldValue
      return index < end ? index : nil
    }
  }
}
