import Archives
import Dispatch

/// Makes batches ahead of their use, on a bounded number of threads.
///
/// `@unchecked Sendable`: the iterator and the jobs are touched on the serial queue only, and the iterator
/// was sent here, so that nobody else holds it.
final class BatchPreparation: @unchecked Sendable {
  typealias Prepared = Result<(ImageBatch, BatchPlace), any Error>

  private let queue = DispatchQueue(label: "Forger batches")
  /// A thread each, first come, first served: earlier batches are done before later ones.
  private let lanes: [DispatchQueue]
  private let source: ShuffledBatches
  /// How many batches are prepared.
  private let depth: Int
  private var jobs: [BatchJob] = []
  private var nextLane = 0

  init(_ source: sending ShuffledBatches, threads: Int) {
    let batchBytes = source.batchSize * source.dataset.shape.byteCount
    depth = min(max((256 << 20) / max(batchBytes, 1), 1), 8)
    lanes = (0..<threads).map { DispatchQueue(label: "Forger images \($0)") }
    self.source = source
  }

  /// Begins the next batches, without waiting for them.
  func start() {
    queue.async { self.fill() }
  }

  /// The first of the batches that were begun, when it is ready; begins another one.
  ///
  /// Where it cannot be made, it is begun once more and stays the first.
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

  /// Continues from a saved state in place of what was prepared.
  func restore(from state: StateReader) throws -> BatchPlace {
    try queue.sync {
      try source.restore(from: state)
      for job in jobs { job.cancel() }
      jobs = []
      return BatchPlace(of: source)
    }
  }

  /// Lets everything that was begun be.
  func cancel() {
    queue.sync {
      for job in jobs { job.cancel() }
    }
  }

  /// The batch of a plan, made at once on this thread.
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
