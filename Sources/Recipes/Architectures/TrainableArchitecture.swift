public import Adversarial

/// An architecture that can be trained by its name, for which it has a recipe.
public protocol TrainableArchitecture: Architecture {
  /// The recipe of the architecture's name: the numbers that a run starts from unless told otherwise.
  static var recipe: Recipe { get }
}
