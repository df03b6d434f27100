internal import Adversarial
internal import Datasets
internal import Foundation
internal import TensorCore
internal import Terminal
internal import Training

extension TrainingRun {
  /// What a run would do.
  public struct Rehearsal: Equatable, Sendable {
    /// The run's summary.
    public let summary: RunSummary
    /// The processes, in the order of ranks.
    public let processes: [Process]
    /// The iterations that are left.
    public let iterations: Int
    /// The median time of an iteration, in seconds.
    public let secondsPerIteration: Double

    /// What one process would do.
    public struct Process: Codable, Equatable, Sendable {
      /// The name of its machine.
      public let host: String
      /// The number of its threads.
      public let threads: Int
      /// Its images of each batch.
      public let images: Int
      /// The most memory that it has taken, in MiB.
      public let mebibytes: Int
    }

    /// The time that is left, in seconds; previews, snapshots and evaluations are not counted.
    public var seconds: Double { secondsPerIteration * Double(iterations) }
  }

  /// The iterations that are timed, after two that choose algorithms.
  private static let timedIterations = 5

  /// Does a few iterations on random images without writing anything, to tell what the run would do.
  ///
  /// - Returns: What it would do.
  /// - Throws: What would keep the run from starting.
  public func rehearse() throws -> Rehearsal { try context.run { try rehearseInContext() } }

  private func rehearseInContext() throws -> Rehearsal {
    let prepared = try prepare()
    let (recipe, processes, share) = (prepared.recipe, prepared.processes, prepared.share)
    let gan = GAN(recipe)
    let rows = share.map { $0.rows(of: recipe.imagesPerIteration).reduce(0) { $0 + $1.count } }
    let batch = Benchmark.randomBatch(of: recipe, count: rows ?? recipe.imagesPerIteration)
    let updater = GANUpdater(gan, share: share)
    let clock = ContinuousClock()
    let times = try (0..<(2 + Self.timedIterations)).map { _ in
      try clock.measure { _ = try updater.update(batch) } / .seconds(1)
    }
    let iteration = if case .from(let snapshot) = start { snapshot.iteration } else { 0 }
    return Rehearsal(
      summary: RunSummary(
        gan,
        on: prepared.dataset,
        evaluator: nil,
        processes: processes,
        folder: folder,
        taken: nil,
        resumedAt: iteration
      ),
      processes: try processes.gather(
        Rehearsal.Process(
          host: ProcessInfo.processInfo.hostName,
          threads: context.threadCount,
          images: share?.range.count ?? recipe.batchSize,
          mebibytes: Benchmark.peakMebibytes
        )
      ),
      iterations: max(recipe.iterationCount(on: prepared.dataset.count) - iteration, 0),
      secondsPerIteration: times.dropFirst(2).sorted()[Self.timedIterations / 2]
    )
  }
}
