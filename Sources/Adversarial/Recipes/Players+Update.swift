extension Players {
  /// The recipe's update of both players.
  public var update: any PlayersUpdate {
    switch recipe.name {
    case .dcganCIFAR10:
      SharedForwardUpdate(
        generator: generator,
        discriminator: discriminator,
        generatorOptimizer: generatorOptimizer,
        discriminatorOptimizer: discriminatorOptimizer,
        objective: recipe.objective,
        regularization: regularization
      )
    case .mlpMNIST, .dcganMNIST:
      AlternatingUpdate(
        generator: generator,
        discriminator: discriminator,
        generatorOptimizer: generatorOptimizer,
        discriminatorOptimizer: discriminatorOptimizer,
        objective: recipe.objective,
        regularization: regularization,
        discriminatorScale: recipe.name == .mlpMNIST ? 0.5 : 1
      )
    case .upsamplingMNIST:
      JointBatchUpdate(
        generator: generator,
        discriminator: discriminator,
        generatorOptimizer: generatorOptimizer,
        discriminatorOptimizer: discriminatorOptimizer,
        objective: recipe.objective,
        regularization: regularization
      )
    }
  }

  /// What the recipe's discriminator minimises beside the objective.
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
