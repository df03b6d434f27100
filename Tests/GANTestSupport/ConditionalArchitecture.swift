public import Adversarial
import Datasets
import NeuralNetworks
public import Recipes
import TensorCore

/// Small networks that need classes, as an architecture with a setting of its own.
public enum ConditionalArchitecture: TrainableArchitecture {
  /// How often the generator's weights are doubled.
  public static let doublings = OwnSetting(
    "doublings",
    in: 0...5,
    default: 1,
    flag: .value("n"),
    help: "Doublings of the generator's weights."
  )

  /// `conditional`.
  public static let name = "conditional"
  /// For lists.
  public static let summary = "two linear layers each, told the class"
  /// They do.
  public static let takesClasses = true
  /// `doublings`.
  public static let settings = [doublings.setting]

  /// Square gray images of classes.
  public static func check(_ shape: NetworkShape) throws(NetworkShapeProblem) {
    if !shape.conditioning.isConditional {
      throw NetworkShapeProblem(.conditioning, found: "none", expected: "classes")
    }
    if shape[doublings] == 5, shape.width > 8 {
      throw NetworkShapeProblem(.own("doublings"), found: "5", expected: "fewer at this width")
    }
  }

  /// A `ConditionalGenerator`.
  public static func generator(
    _ shape: NetworkShape,
    using random: NetworkStreams
  ) -> any Generator {
    let generator = ConditionalGenerator(
      latentSize: shape.latentSize,
      classes: shape.conditioning.classCount,
      side: shape.image.height,
      using: random.weights
    )
    for _ in 0..<shape[doublings] {
      for parameter in generator.parameters where parameter.shape.rank > 1 {
        parameter.value = parameter.value * 2
      }
    }
    return generator
  }

  /// A `ConditionalDiscriminator`.
  public static func discriminator(
    _ shape: NetworkShape,
    using random: NetworkStreams
  ) -> any Discriminator {
    ConditionalDiscriminator(
      classes: shape.conditioning.classCount,
      side: shape.image.height,
      using: random.weights
    )
  }

  /// On images of 16×16 pixels and the classes of their dataset.
  public static var recipe: Recipe {
    var recipe = Recipe.narrow(.mlpMNIST)
    recipe.name = RecipeName(Self.self)
    recipe.image = ImageShape(height: 16, width: 16, channels: 1)
    recipe.batchSize = 4
    recipe.classes = .automatic
    return recipe
  }
}
