public import Adversarial

/// An architecture with a recipe, so that it can be trained by name.
public protocol TrainableArchitecture: Architecture {
  /// The recipe of the same name: the values that a run uses unless told otherwise.
  static var recipe: Recipe { get }
}
