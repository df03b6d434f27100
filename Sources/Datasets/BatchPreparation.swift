import Archives
import Dispatch

/// Prepares batches in advance, on a bounded number of threads.
///
/// `@unchecked Sendable`: the iterator and the jobs are accessed on the serial queue only, and the iterator
/// was sent here, so that nobody else holds it.
final class BatchPreparation: @unchecked Sendable {
  typealias Prepared = Result<(ImageBatch, BatchPlace), any Error>

  private let queue = DispatchQueue(label: "Forger batches")
  /// One thread each, first come, first served: earlier batches are finished first.
  private let lanes: [DispatchQueue]
  private let source: ShuffledBatches
  /// The number of batches to prepare.
  private let depth: Int
  private var jobs: [BatchJob] = []
  private var nextLane = 0

  init(_ source: sending ShuffledBatches, threads: Int) {
    let batchBytes = source.batchSize * source.dataset.shape.byteCount
    depth = min(max((256 << 20) / max(batchBytes, 1), 1), 8)
    lanes = (0..<threads).map { DispatchQueue(label: "Forger images \($0)") }
    self.source = source
  }

  /// Starts the next batches without waiting for them.
  func start() {
    queue.async { self.fill() }
  }

  /// Waits for the first of the pending batches and starts another one.
  ///
  /// If it fails, it is started once more and stays first.
  func finish() -> Prepared {
    let job = queue.sync {
      fill()
      return jobs[0]
    }
    let prepared = Prepared { (try job.finish(), job.plan.place) }
    queue.async {
      self.jobs.removeFirst()
      if case .failure = prepared { self.jobs.insert(self.begin(job.plan), at: 0) }
      self.fill()
    }
    return prepared
  }

  /// Restores a saved state and discards pending batches.
  func restore(from state: StateReader) throws -> BatchPlace {
    try queue.sync {
      try source.restore(from: state)
      for job in jobs { job.cancel() }
      jobs = []
      return BatchPlace(of: source)
    }
  }

  /// Cancels pending batches.
  func cancel() {
    queue.sync {
      for job in jobs { job.cancel() }
    }
  }

  /// Makes the batch of a plan on this thread.
  static func batch(of plan: BatchPlan, from dataset: any ImageDataset) throws -> ImageBatch {
    let job = BatchJob(plan, from: dataset)
    job.makeImages(plan.images.indices)
    return try job.finish()
  }

  private func fill() {
    while jobs.count < depth { jobs.append(begin(source.plan())) }
  }

  private func begin(_ plan: BatchPlan) -> BatchJob {
    let job = BatchJob(plan, from: source.dataset)
    job.start(on: lanes[nextLane...] + lanes[..<nextLane])
    nextLane = (nextLane + 1) % lanes.count
    return job
  }
}
