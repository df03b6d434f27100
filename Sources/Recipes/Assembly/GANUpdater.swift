internal import Adversarial
public import Archives
public import Datasets
internal import Optimizers
internal import TensorCore
public import Training

/// A recipe's training step as a trainer's updater.
public final class GANUpdater: Updater {
  private let gan: GAN
  private let step: any TrainingStep

  /// An updater of a GAN.
  public init(_ gan: GAN) {
    self.gan = gan
    step = gan.trainingStep
  }

  /// Updates the discriminator as often as the recipe says, then the generator once, and its EMA.
  ///
  /// - Parameter batch: As many images as `Recipe.imagesPerIteration`, with labels if the networks are
  ///   conditioned on them.
  /// - Returns: `gen/loss`, `dis/loss`, and the mean probabilities `D(x)` and `D(G(z))`; with adaptive
  ///   augmentation `augment/r` and `augment/p`, too.
  /// - Throws: What the optimizers' gradient reducers throw.
  public func update(_ batch: ImageBatch) throws -> Observation {
    let result = try step(
      real: gan.examples(batch),
      discriminatorSteps: gan.recipe.discriminatorSteps,
      input: gan.trainingInputs.callAsFunction
    )
    let iterations = gan.generatorOptimizer.step - 1
    gan.generatorAverage?.follow(decay: gan.recipe.averageDecay(after: iterations))
    var observation: Observation = [
      GANLog.generatorLoss: Double(result.generatorLoss),
      GANLog.discriminatorLoss: Double(result.discriminatorLoss),
      GANLog.realProbability: Double(result.realProbability),
      GANLog.fakeProbability: Double(result.fakeProbability),
    ]
    if let adaptation = gan.adaptation {
      observation[GANLog.realSign] = Double(result.realSign)
      observation[GANLog.augmentationProbability] = adaptation.probability
      adaptation.observe(realSign: Double(result.realSign), images: batch.count)
    }
    return observation
  }

  /// Networks, optimizers and random streams.
  public func state() throws -> NamedArrays { gan.state() }

  /// Continues from a saved state.
  ///
  /// - Throws: `FileProblem` where the state does not fit the networks.
  public func restore(from state: StateReader) throws { try gan.restore(from: state) }
}
