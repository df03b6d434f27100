internal import Adversarial
public import Archives
public import Datasets
internal import Optimizers
internal import Preconditions
public import TensorCore
public import Training

/// A recipe's training step as a trainer's updater.
public final class GANUpdater: Updater {
  private let gan: GAN
  private let step: any TrainingStep
  /// This process's part of each batch, if several processes share batches.
  private let share: BatchShare?
  /// The last step's observation, where a device computes it.
  private var latest: LateObservation?

  /// An updater of a GAN.
  ///
  /// - Parameters:
  ///   - gan: The GAN.
  ///   - share: The part of each batch that it is given, if other processes have the rest.
  public init(_ gan: GAN, share: BatchShare? = nil) {
    self.gan = gan
    self.share = share
    step = gan.trainingStep
  }

  /// Updates the discriminator as often as the recipe says, then the generator once, and its EMA.
  ///
  /// Where another device computes it, and nothing in the next step depends on what it observes, this returns before that is
  /// done.
  ///
  /// - Parameter batch: As many images as `Recipe.imagesPerIteration`, with labels if the networks are
  ///   conditioned on them.
  /// - Returns: `gen/loss`, `dis/loss`, and the mean probabilities `D(x)` and `D(G(z))`; with penalties
  ///   `dis/penalty`, with sketches `gen/own`, with adaptive augmentation `augment/r` and `augment/p`, with fixed
  ///   augmentation the latter, with a relativistic objective the former, and with other processes
  ///   `communication/time` and `communication/imbalance`, too.
  /// - Throws: If workers share batches and one of them is gone.
  public func begin(_ batch: ImageBatch) throws -> StepObservation {
    let whole = Context.current
    let (start, waited) = (ContinuousClock.now, share?.secondsWaited ?? 0)
    whole.engine.flush()
    let probability = gan.adjustFixedAugmentation()
    let result = try whole.with(share: share).run {
      try step(
        real: gan.examples(batch),
        discriminatorSteps: gan.recipe.discriminatorSteps
      ) { count in whole.run { inputs(count) } }
      .averaged()
    }
    let iterations = gan.generatorOptimizer.step - 1
    gan.generatorAverage?.follow(decay: gan.recipe.averageDecay(after: iterations))
    let images = share?.wholeCount(for: batch.count) ?? batch.count
    if share == nil, !result.isComputed {
      whole.engine.flush()
      // Augmentation adapts to them in their order.
      settle()
      let late = LateObservation { [gan] in
        whole.run { gan.observation(of: result, on: images, augmented: probability) }
      }
      latest = late
      return gan.adaptation?.isDue == true ? .known(late.value) : .pending { late.value }
    }
    var observation = gan.observation(of: result, on: images, augmented: probability)
    if let share {
      let waiting = share.secondsWaited - waited
      let computing = max((ContinuousClock.now - start) / .seconds(1) - waiting, 0)
      let all = try share.gathered(Float(computing))
      let mean = all.reduce(0, +) / Float(all.count)
      observation[GANLog.communicationTime] = waiting
      observation[GANLog.communicationImbalance] =
        mean > 0 ? Double((all.max() ?? mean) / mean - 1) : 0
    }
    return .known(observation)
  }

  /// Does the same, and waits for what it observes.
  public func update(_ batch: ImageBatch) throws -> Observation { try begin(batch).value }

  /// As many inputs as are asked for: this process's of those drawn for the whole batch.
  private func inputs(_ count: Int) -> GeneratorInput {
    guard let share, let whole = share.wholeCount(for: count) else {
      return gan.trainingInputs(count)
    }
    let (drawn, rows) = (gan.trainingInputs(whole), share.rows(of: whole))
    require(rows.count == 1, "GANUpdater: inputs for \(rows.count) batches at once")
    return drawn[rows[0]]
  }

  /// Waits for the last step's observation, which augmentation may adapt to.
  private func settle() {
    _ = latest?.value
    latest = nil
  }

  /// Networks, optimizers and random streams.
  public func state() throws -> NamedArrays {
    settle()
    return gan.state()
  }

  /// Continues from a saved state.
  ///
  /// - Throws: `FileProblem` where the state does not fit the networks.
  public func restore(from state: StateReader) throws {
    settle()
    try gan.restore(from: state)
  }
}

extension GAN {
  /// What the log says of a step on so many real images, which augmentation adapts to, or had a fixed probability.
  fileprivate func observation(
    of result: StepResult,
    on images: Int,
    augmented probability: Double?
  ) -> Observation {
    var observation: Observation = [
      GANLog.generatorLoss: Double(result.generatorLoss),
      GANLog.discriminatorLoss: Double(result.discriminatorLoss),
      GANLog.realProbability: Double(result.realProbability),
      GANLog.fakeProbability: Double(result.fakeProbability),
    ]
    if [recipe.r1, recipe.r2, recipe.gradientPenalty].contains(where: { $0 > 0 }) {
      observation[GANLog.penalty] = Double(result.penalty)
    }
    observation[GANLog.ownLoss] = result.ownLoss.map(Double.init)
    if adaptation != nil || recipe.objective.isRelativistic {
      observation[GANLog.realSign] = Double(result.realSign)
    }
    observation[GANLog.augmentationProbability] = probability
    guard let adaptation else { return observation }
    observation[GANLog.augmentationProbability] = adaptation.probability
    adaptation.observe(realSign: Double(result.realSign), images: images)
    return observation
  }
}

/// An observation that is waited for when it is asked for first.
private final class LateObservation {
  private var wait: (() -> Observation)?
  private(set) lazy var value: Observation = {
    defer { wait = nil }
    return wait?() ?? Observation()
  }()

  init(_ wait: @escaping () -> Observation) { self.wait = wait }
}
