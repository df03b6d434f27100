public import Adversarial
public import Datasets

/// An architecture that can be trained by its name, for which it has a recipe.
public protocol TrainableArchitecture: Architecture {
  /// The recipe of the architecture's name: the numbers that a run starts from unless told otherwise.
  static var recipe: Recipe { get }

  /// Gives a recipe another size of images, and the numbers that go with it.
  static func fit(_ recipe: inout Recipe, to image: ImageShape)
}

extension TrainableArchitecture {
  /// Changes the size alone.
  public static func fit(_ recipe: inout Recipe, to image: ImageShape) { recipe.image = image }
}
