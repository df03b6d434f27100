internal import NeuralNetworks
public import Optimizers
import Preconditions
internal import TensorCore

/// A GAN in training: two networks, their optimizers and their losses.
public struct GANTraining {
  /// Turns latent vectors into images.
  public let generator: any Generator
  /// Tells real images from generated ones; behind the augmentation, if there is one.
  public let discriminator: any Discriminator
  /// The generator's optimizer.
  public let generatorOptimizer: Optimizer
  /// The discriminator's optimizer.
  public let discriminatorOptimizer: Optimizer
  /// The losses of both networks.
  public let objective: Objective
  /// Additional terms of the discriminator's loss.
  public let regularization: Regularization
  /// How often each class occurs among generated images.
  public let classShares: ClassShares

  /// Two networks with their own optimizers; the discriminator sees images through an augmentation, if any.
  public init(
    generator: any Generator,
    discriminator: any Discriminator,
    generatorOptimizer: Optimizer,
    discriminatorOptimizer: Optimizer,
    objective: Objective = .nonSaturating,
    regularization: Regularization = Regularization(),
    augmentation: (any Augmentation)? = nil,
    classShares: ClassShares = .uniform
  ) {
    self.generator = generator
    self.discriminator =
      augmentation.map { AugmentedDiscriminator(discriminator, behind: $0) } ?? discriminator
    self.generatorOptimizer = generatorOptimizer
    self.discriminatorOptimizer = discriminatorOptimizer
    self.objective = objective
    self.regularization = regularization
    self.classShares = classShares
  }

  /// The penalties of the discriminator's next step, and the factor of their weights.
  var nextPenalties: (all: [any GradientPenalty], factor: Float) {
    let step = discriminatorOptimizer.step
    guard step.isMultiple(of: regularization.penaltyInterval) else { return ([], 0) }
    let factor = regularization.penaltySchedule.factor(at: step + 1)
    return (regularization.penalties, factor * Float(regularization.penaltyInterval))
  }

  /// The discriminator's logits of real and of generated images, and its loss times `scale`.
  ///
  /// This takes one pass if the results are the same and it is faster; see `Partwise`. If the
  /// discriminator's gradients can be had without a tape, they come along.
  func discriminatorOutput(
    for real: Examples,
    _ fake: Examples,
    scale: Float = 1
  ) -> DiscriminatorOutput {
    if let known = outputWithGradients(for: real, fake, scale: scale) { return known }
    let (realLogits, fakeLogits) =
      canJoin(discriminator, real.images, fake.images)
      ? inOnePass(real, fake)
      : (discriminator.logits(of: real), discriminator.logits(of: fake))
    return DiscriminatorOutput(
      of: self,
      real: (real, realLogits),
      fake: (fake, fakeLogits),
      scale: scale
    )
  }

  private func inOnePass(
    _ real: Examples,
    _ fake: Examples
  ) -> (DiscriminatorLogits, DiscriminatorLogits) {
    let both = asParts { discriminator.logits(of: real.joined(with: fake)) }
    return (both[0..<real.count], both[real.count..<(real.count + fake.count)])
  }

  /// A loss with that of the auxiliary classifier, if it has a weight.
  func withClassification(
    of logits: DiscriminatorLogits,
    _ condition: Condition,
    _ loss: Tensor
  ) -> Tensor {
    let weight = regularization.classifierWeight
    guard weight > 0, let classes = logits.classes, let labels = condition.labels else {
      return loss
    }
    return loss + softmaxCrossEntropy(logits: classes, labels: labels) * weight
  }

  /// Updates the discriminator along the gradients of its loss; returns its output, detached from the tape.
  ///
  /// The tape is dropped before weights change, so that they are updated in place rather than copied.
  func updateDiscriminator(by output: consuming DiscriminatorOutput) throws -> DiscriminatorOutput {
    let gradients =
      output.gradients.map(discriminatorOptimizer.wholeGradients)
      ?? discriminatorOptimizer.gradients(of: output.loss)
    let found = output.detached
    _ = consume output
    try discriminatorOptimizer.step(along: consume gradients)
    // An engine that puts off what it computes begins while the generator's update is prepared.
    Context.current.engine.flush()
    return found
  }

  /// Updates the generator along the gradients of its loss, in the same way.
  func updateGenerator(
    by loss: consuming GeneratorLoss,
    parameterValues: ParameterValues = .recorded
  ) throws -> GeneratorLoss {
    let gradients = generatorOptimizer.gradients(of: loss.whole, parameterValues: parameterValues)
    let found = loss.detached
    _ = consume loss
    try generatorOptimizer.step(along: gradients)
    return found
  }

  /// The generator's loss on images that it made from an input and learns from, against real ones.
  ///
  /// The discriminator sees real images only where the objective asks for it: by weights that the
  /// generator's gradient does not pass through.
  func generatorLoss(
    of fake: Examples,
    from input: GeneratorInput,
    against real: Examples
  ) -> GeneratorLoss {
    let real = objective.isRelativistic ? withoutRecording { discriminator(real) } : nil
    return generatorLoss(discriminator.logits(of: fake), of: fake, from: input, against: real)
  }

  /// The generator's loss on images that the discriminator has seen, against its logits of real ones.
  func generatorLoss(
    _ logits: DiscriminatorLogits,
    of fake: Examples,
    from input: GeneratorInput,
    against real: Tensor?
  ) -> GeneratorLoss {
    let objectiveLoss = objective.generatorLoss(fake: logits.source, real: real)
    let loss = withClassification(of: logits, fake.condition, objectiveLoss)
    let guided = generator as? any GuidedGenerator
    return GeneratorLoss(loss, own: guided?.ownLoss(of: fake.images, from: input))
  }

  /// Updates the generator against real images, a few images at a time where that changes nothing.
  func updateGenerator(on input: GeneratorInput, against real: Examples) throws -> GeneratorLoss {
    let parts = parts(of: real.count)
    guard parts.count > 1 else {
      return try updateGenerator(
        by: generatorLoss(of: generator(input), from: input, against: real)
      )
    }
    var (sum, losses): ([Tensor]?, [GeneratorLoss]) = (nil, [])
    for range in parts {
      let share = Float(range.count) / Float(real.count)
      let part = input[range]
      let partLoss = generatorLoss(of: generator(part), from: part, against: real[range]) * share
      losses.append(partLoss.detached)
      if range.upperBound == real.count {
        sum = generatorOptimizer.gradients(of: partLoss.whole, addedTo: sum)
      } else {
        let found = generatorOptimizer.ownGradients(of: partLoss.whole)
        sum = sum.map { sum in withoutRecording { zip(sum, found).map { $0 + $1 } } } ?? found
      }
    }
    if let sum { try generatorOptimizer.step(along: sum) }
    return losses.dropFirst().reduce(losses[0], +)
  }

  /// What the generator is asked for beside real images: of the same classes where the objective compares
  /// the images in pairs, or classes are to be as frequent.
  func input(
    _ draw: (_ count: Int) -> GeneratorInput,
    beside real: Examples
  ) -> GeneratorInput {
    let input = draw(real.count)
    return objective.isRelativistic || classShares.areMatched
      ? GeneratorInput(input.z, real.condition) : input
  }

  /// Generated images without a connection to the generator's tape.
  func unrecordedImages(of input: GeneratorInput) -> Examples {
    withoutRecording {
      let parts = parts(of: input.z.shape[0])
      guard parts.count > 1 else { return generator(input) }
      return Examples(concatenate(parts.map { generator(input[$0]).images }), input.condition)
    }
  }

  /// A batch of so many images in the parts that it is best worked on; in one where that would change more
  /// than the order of sums.
  private func parts(of count: Int) -> [Range<Int>] {
    guard generator is any ImagewiseGenerator,
      let discriminator = discriminator as? any ImagewiseDiscriminator
    else { return [0..<count] }
    let length = discriminator.imagesAtOnce
    return stride(from: 0, to: count, by: length).map { $0..<min($0 + length, count) }
  }
}

/// Additional terms of the discriminator's loss; none by default.
public struct Regularization {
  /// Real labels are 1 minus this.
  public var labelSmoothing: Float
  /// The weight of an auxiliary classifier's cross entropy in both losses.
  ///
  /// It is that of real images in the discriminator's loss, and that of generated ones in the generator's. It has no
  /// effect on discriminators without a classifier.
  public var classifierWeight: Float
  /// The gradient penalties.
  public var penalties: [any GradientPenalty]
  /// How the penalties' weights change with the discriminator's steps.
  public var penaltySchedule: LearningRateSchedule
  /// The discriminator's steps of which one has the penalties, times as much; 1 for all.
  ///
  /// Source: Karras et al. 2020, "Analyzing and Improving the Image Quality of StyleGAN", section 3.1, "lazy
  /// regularization".
  public var penaltyInterval: Int

  /// Label smoothing, an auxiliary classifier and gradient penalties.
  ///
  /// - Precondition: `penaltyInterval` is positive.
  public init(
    labelSmoothing: Float = 0,
    classifierWeight: Float = 0,
    penalties: [any GradientPenalty] = [],
    penaltySchedule: LearningRateSchedule = .constant,
    penaltyInterval: Int = 1
  ) {
    require(penaltyInterval > 0, "Regularization: a penalty interval of \(penaltyInterval)")
    self.labelSmoothing = labelSmoothing
    self.classifierWeight = classifierWeight
    self.penalties = penalties
    self.penaltySchedule = penaltySchedule
    self.penaltyInterval = penaltyInterval
  }
}
