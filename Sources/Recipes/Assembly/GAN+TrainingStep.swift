public import Adversarial

extension GAN {
  /// One training step of both networks, as the architecture defines it.
  public var trainingStep: any TrainingStep {
    let training = GANTraining(
      generator: generator,
      discriminator: discriminator,
      generatorOptimizer: generatorOptimizer,
      discriminatorOptimizer: discriminatorOptimizer,
      objective: recipe.objective,
      regularization: regularization,
      augmentation: augmentation,
      classShares: recipe.classShares
    )
    return recipe.architecture.trainingStep(of: training, by: recipe)
  }

  /// The discriminator's penalties besides the objective.
  private var regularization: Regularization {
    var penalties: [any GradientPenalty] = []
    if let interpolationStream {
      penalties.append(
        WassersteinPenalty(weight: recipe.gradientPenalty, using: interpolationStream)
      )
    }
    if recipe.r1 > 0 { penalties.append(R1Penalty(gamma: recipe.r1)) }
    if recipe.r2 > 0 { penalties.append(R2Penalty(gamma: recipe.r2)) }
    return Regularization(
      labelSmoothing: recipe.labelSmoothing,
      classifierWeight: recipe.classifierWeight,
      penalties: penalties,
      penaltySchedule: recipe.penaltySchedule,
      penaltyInterval: recipe.penaltyInterval
    )
  }
}
