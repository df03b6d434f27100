public import Adversarial

extension GAN {
  /// One training step of both networks, as the architecture has it.
  public var trainingStep: any TrainingStep {
    let training = GANTraining(
      generator: generator,
      discriminator: discriminator,
      generatorOptimizer: generatorOptimizer,
      discriminatorOptimizer: discriminatorOptimizer,
      objective: recipe.objective,
      regularization: regularization
    )
    return recipe.architecture.trainingStep(of: training, by: recipe)
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
