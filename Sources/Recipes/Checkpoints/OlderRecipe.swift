internal import Adversarial
internal import Archives
internal import Datasets
internal import Foundation
internal import Imaging
internal import Optimizers
internal import Training

/// A recipe as versions up to the first of 2026 stored it: as JSON of its properties.
struct OlderRecipe: Decodable {
  private let name: RecipeName
  private let dataset: String
  private let image: ImageShape
  private let pixelRange: PixelRange
  private let latent: Latent
  private let channels: Int
  private let batchSize: Int
  private let objective: Objective
  private let generatorOptimizer: OlderOptimizer
  private let discriminatorOptimizer: OlderOptimizer
  private let seed: UInt64
  private let intervals: Recipe.Intervals
  private let preview: Recipe.Preview

  // Absent in the first version, or a number of epochs there.
  private let epochs: Int?
  private let length: TrainingLength?
  private let crop: FittingRules.Crop?
  private let resize: ResizingFilter?
  private let flip: Bool?
  private let labelSmoothing: Float?
  private let gradientPenalty: Float?
  private let r1: Float?
  private let discriminatorSteps: Int?
  private let averageDecay: Float?
  private let evaluation: Recipe.EvaluationPlan?

  /// The optimizer, with its rule's fields in the rule's case.
  private struct OlderOptimizer: Decodable {
    enum Rule: Decodable {
      case adam(learningRate: Float, beta1: Float, beta2: Float, epsilon: Float, form: Adam.Form)
      case sgd(learningRate: Float, momentum: Float, isNesterov: Bool, form: SGD.Form)
    }

    let rule: Rule
    let weightDecay: Float
    let schedule: LearningRateSchedule

    var settings: OptimizerSettings {
      // Values that no rule accepts are found by the recipe's check, so they must get past the rule's own.
      switch rule {
      case .adam(let learningRate, let beta1, let beta2, let epsilon, let form):
        var adam = Adam()
        (adam.learningRate, adam.beta1, adam.beta2) = (learningRate, beta1, beta2)
        (adam.epsilon, adam.form) = (epsilon, form)
        return OptimizerSettings(.adam(adam), weightDecay: weightDecay, schedule: schedule)
      case .sgd(let learningRate, let momentum, let isNesterov, let form):
        var sgd = SGD(learningRate: 0, isNesterov: isNesterov, form: form)
        (sgd.learningRate, sgd.momentum) = (learningRate, momentum)
        return OptimizerSettings(.sgd(sgd), weightDecay: weightDecay, schedule: schedule)
      }
    }
  }

  /// Decodes the recipe, or returns `nil` if the bytes are not of such a version.
  ///
  /// - Throws: `FileProblem` if they are but the recipe is not valid.
  static func recipe(_ bytes: [UInt8], path: String) throws(FileProblem) -> Recipe? {
    guard bytes.first == UInt8(ascii: "{") else { return nil }
    let recipe: Recipe
    do {
      recipe = try JSONDecoder().decode(Self.self, from: Data(bytes)).recipe
    } catch {
      throw FileProblem(
        path,
        found: "is neither of this version nor of an earlier one",
        expected: "a recipe of this version of Forger"
      )
    }
    do throws(RecipeProblem) { try recipe.validate() } catch {
      throw FileProblem(path, found: "\(error.setting) is \(error.found)", expected: error.expected)
    }
    return recipe
  }

  private var recipe: Recipe {
    get throws {
      guard let length = epochs.map(TrainingLength.epochs) ?? length else {
        throw CocoaError(.coderValueNotFound)
      }
      var recipe = Recipe(
        name: name,
        dataset: dataset,
        image: image,
        pixelRange: pixelRange,
        latent: latent,
        channels: channels,
        batchSize: batchSize,
        length: length,
        objective: objective,
        generatorOptimizer: generatorOptimizer.settings,
        discriminatorOptimizer: discriminatorOptimizer.settings,
        seed: seed,
        intervals: intervals,
        preview: preview
      )
      // Absent settings keep the properties' initial values, which are the table's defaults.
      recipe.crop = crop ?? recipe.crop
      recipe.resize = resize ?? recipe.resize
      recipe.flip = flip ?? recipe.flip
      recipe.labelSmoothing = labelSmoothing ?? recipe.labelSmoothing
      recipe.gradientPenalty = gradientPenalty ?? recipe.gradientPenalty
      recipe.r1 = r1 ?? recipe.r1
      recipe.discriminatorSteps = discriminatorSteps ?? recipe.discriminatorSteps
      recipe.averageDecay = averageDecay ?? recipe.averageDecay
      recipe.evaluation = evaluation ?? recipe.evaluation
      return recipe
    }
  }
}
