public import Adversarial

extension Players {
  /// The recipe's update of both players.
  public var update: any PlayersUpdate {
    let game = Game(
      generator: generator,
      discriminator: discriminator,
      generatorOptimizer: generatorOptimizer,
      discriminatorOptimizer: discriminatorOptimizer,
      objective: recipe.objective,
      regularization: regularization
    )
    return switch recipe.name {
    case .dcganCIFAR10: SharedForwardUpdate(game)
    case .mlpMNIST: AlternatingUpdate(game, discriminatorScale: 0.5)
    case .dcgan, .dcganMNIST: AlternatingUpdate(game)
    case .upsamplingMNIST: JointBatchUpdate(game)
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
