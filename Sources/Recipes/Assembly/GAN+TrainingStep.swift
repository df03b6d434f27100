public import Adversarial

extension GAN {
  /// The recipe's way of updating both networks.
  public var trainingStep: any TrainingStep {
    let training = GANTraining(
      generator: generator,
      discriminator: discriminator,
      generatorOptimizer: generatorOptimizer,
      discriminatorOptimizer: discriminatorOptimizer,
      objective: recipe.objective,
      regularization: regularization
    )
    return switch recipe.name {
    case .dcganCIFAR10: SharedForwardStep(training)
    case .mlpMNIST: AlternatingStep(training, discriminatorScale: 0.5)
    case .dcgan, .dcganMNIST: AlternatingStep(training)
    case .upsamplingMNIST: JointBatchStep(training)
    }
  }

  /// What the recipe's discriminator minimizes beside the objective.
  private var regularization: Regularization {
    var penalties: [any GradientPenalty] = []
    if let interpolationStream {
      penalties.append(
        WassersteinPenalty(weight: recipe.gradientPenalty, using: interpolationStream)
      )
    }
    if recipe.r1 > 0 { penalties.append(R1Penalty(gamma: recipe.r1)) }
    return Regularization(labelSmoothing: recipe.labelSmoothing, penalties: penalties)
  }
}
