public import Adversarial
import Datasets
import NeuralNetworks
public import Randomness
public import Recipes
public import TensorCore

/// What networks were given, call by call.
public final class Seen {
  /// The first dimension of the tensor and the condition.
  public private(set) var calls: [(tensor: Tensor, condition: Condition)] = []

  /// Nothing yet.
  public init() {}

  func note(_ tensor: Tensor, _ condition: Condition) {
    calls.append((tensor.detached, condition))
  }

  /// Forgets all.
  public func reset() { calls = [] }
}

/// Two linear layers from a latent vector and a class to an image.
public final class ConditionalGenerator: Generator {
  /// What it was given.
  public let seen = Seen()
  private let hidden: Linear
  private let toImage: Linear
  private let side: Int

  /// A generator of square gray images in (−1, 1).
  public init(latentSize: Int, classes: Int, side: Int, using random: RandomStream) {
    hidden = Linear(latentSize + classes, 16, using: random)
    toImage = Linear(16, side * side, using: random)
    self.side = side
  }

  /// Maps latent vectors and classes to images.
  public func callAsFunction(_ z: Tensor, _ condition: Condition) -> Tensor {
    seen.note(z, condition)
    guard let classes = condition.oneHot else { fatalError("no classes") }
    let h = relu(hidden(concatenate([z, classes], along: 1)))
    return tanh(toImage(h)).reshaped(to: [z.shape[0], side, side, 1])
  }
}

/// Two linear layers from an image and a class to a logit.
public final class ConditionalDiscriminator: Discriminator {
  /// What it was given.
  public let seen = Seen()
  private let hidden: Linear
  private let toLogit: Linear

  /// A discriminator of square gray images.
  public init(classes: Int, side: Int, using random: RandomStream) {
    hidden = Linear(side * side + classes, 16, using: random)
    toLogit = Linear(16, 1, using: random)
  }

  /// Maps images and classes to logits.
  public func callAsFunction(_ images: Tensor, _ condition: Condition) -> Tensor {
    toLogit(features(of: images, condition))
  }

  /// Maps images and classes to the hidden layer's result.
  public func features(of images: Tensor, _ condition: Condition) -> Tensor {
    seen.note(images, condition)
    guard let classes = condition.oneHot else { fatalError("no classes") }
    return leakyReLU(hidden(concatenate([images.flattened, classes], along: 1)), slope: 0.2)
  }
}

extension GAN {
  /// A GAN of a narrow recipe's settings whose networks are conditioned on classes.
  public static func conditional(
    _ name: RecipeName = .mlpMNIST,
    classes: Int = 3,
    _ change: (inout Recipe) -> Void = { _ in }
  ) -> GAN {
    let recipe = Recipe.narrow(name) { recipe in
      recipe.image = .init(height: 16, width: 16, channels: 1)
      change(&recipe)
    }
    return GAN(recipe, conditionedOn: .classes(classes)) { weights, _ in
      Networks(
        ConditionalGenerator(
          latentSize: recipe.latent.size,
          classes: classes,
          side: recipe.image.height,
          using: weights
        ),
        ConditionalDiscriminator(classes: classes, side: recipe.image.height, using: weights)
      )
    }
  }
}
