public import Adversarial

/// An architecture that can be trained by its name, for which it has a recipe.
public protocol TrainableArchitecture: Architecture {
  /// The recipe of the architecture's name: the numbers that a run starts from unless told otherwise.
  static var recipe: Recipe { get }

  /// Settings that its recipes have beside those of all recipes, mostly those of `OwnSetting`s.
  ///
  /// Their names are no other setting's nor another option's of `forger train`.
  static var settings: [Setting<Recipe>] { get }

  /// How both networks are updated once, by a recipe of the architecture.
  static func trainingStep(of training: GANTraining, by recipe: Recipe) -> any TrainingStep
}

extension TrainableArchitecture {
  /// None.
  public static var settings: [Setting<Recipe>] { [] }

  /// `trainingStep(of:)`, whatever the recipe.
  public static func trainingStep(
    of training: GANTraining,
    by recipe: Recipe
  ) -> any TrainingStep {
    trainingStep(of: training)
  }
}
