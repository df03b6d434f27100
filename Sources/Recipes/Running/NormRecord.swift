internal import Optimizers
public import Training

/// Observes the norms of both networks' gradients and weights at each entry of the log, so that they are in it.
///
/// Only the iterations of entries are measured, so that it costs next to nothing. Of several updates of the
/// discriminator, the last counts.
public final class NormRecord: Extension {
  /// `norms`.
  public let name = "norms"
  /// Before the log, which takes in what it reports.
  public let priority = ExtensionPriority.writer
  private let gan: GAN
  private let interval: Int

  /// A record of a GAN's norms.
  public init(of gan: GAN) {
    self.gan = gan
    interval = gan.recipe.intervals.log
  }

  /// What a run adds to have its norms in the log.
  public static let runExtension = RunExtension(
    every: { .iterations($0.intervals.log) }
  ) { NormRecord(of: $0.gan) }

  /// Has the first iteration measured if it is that of an entry.
  public func initialize(_ trainer: Trainer) throws { prepare(for: trainer.iteration + 1) }

  /// Has the next iteration measured if it is that of an entry.
  public func observe(_ trainer: Trainer) throws { prepare(for: trainer.iteration + 1) }

  /// Reports the norms of the iteration just done.
  public func run(in trainer: Trainer) throws {
    var observation = Observation()
    observation[GANLog.discriminatorGradient] = gan.discriminatorOptimizer.gradientNorm
    observation[GANLog.generatorGradient] = gan.generatorOptimizer.gradientNorm
    observation[GANLog.discriminatorWeights] = gan.discriminatorOptimizer.parameterNorm
    observation[GANLog.generatorWeights] = gan.generatorOptimizer.parameterNorm
    try trainer.report(observation)
  }

  private func prepare(for iteration: Int) {
    let isWanted = iteration % interval == 0
    gan.discriminatorOptimizer.measuresGradientNorm = isWanted
    gan.generatorOptimizer.measuresGradientNorm = isWanted
  }
}
