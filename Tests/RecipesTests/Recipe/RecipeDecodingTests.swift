import Adversarial
import Datasets
import Foundation
import GANTestSupport
import Imaging
import Recipes
import Testing
import Training

/// Recipes as they are stored, and the settings that came after version 0.1.
@Suite struct RecipeDecodingTests {
  @Test(arguments: RecipeName.allCases)
  func isTheSameAfterStoring(_ name: RecipeName) throws {
    let recipe = Recipe.narrow(name) { recipe in
      recipe.objective = .hinge
      recipe.gradientPenalty = 10
      recipe.r1 = 0.5
      recipe.discriminatorSteps = 5
      recipe.averageDecay = 0.999
      recipe.crop = .none
      recipe.resize = .lanczos
      recipe.flip = true
    }
    let data = try JSONEncoder().encode(recipe)
    #expect(try JSONDecoder().decode(Recipe.self, from: data) == recipe)
  }

  @Test(arguments: RecipeName.allCases)
  func settingsOfLaterVersionsMayBeAbsent(_ name: RecipeName) throws {
    let recipe = Recipe.named(name)
    let data = try JSONEncoder().encode(recipe)
    var object = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    let later = [
      "labelSmoothing", "gradientPenalty", "r1", "discriminatorSteps", "averageDecay", "crop",
      "resize", "flip",
    ]
    for key in later { #expect(object.removeValue(forKey: key) != nil, "\(key)") }
    let old = try JSONSerialization.data(withJSONObject: object)
    #expect(try JSONDecoder().decode(Recipe.self, from: old) == recipe)
    object["objective"] = nil
    let broken = try JSONSerialization.data(withJSONObject: object)
    #expect(throws: DecodingError.self) { try JSONDecoder().decode(Recipe.self, from: broken) }
  }

  /// Version 0.1 had a number of epochs instead of a length.
  @Test func lengthMayBeANumberOfEpochs() throws {
    let data = try JSONEncoder().encode(Recipe.dcganMNIST)
    var object = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    #expect(object["length"] as? [String: Int] == ["iterations": 20_000])
    object["length"] = nil
    object["epochs"] = 21
    let old = try JSONSerialization.data(withJSONObject: object)
    #expect(try JSONDecoder().decode(Recipe.self, from: old).length == .epochs(21))
    for broken in [[:], ["weeks": 3], ["epochs": "many"]] as [[String: Any]] {
      object["epochs"] = nil
      object["length"] = broken
      let data = try JSONSerialization.data(withJSONObject: object)
      #expect(throws: DecodingError.self) { try JSONDecoder().decode(Recipe.self, from: data) }
    }
  }

  @Test func everyStepOfTheDiscriminatorTakesABatch() {
    #expect(Recipe.narrow(.mlpMNIST).imagesPerIteration == 3)
    #expect(Recipe.narrow(.mlpMNIST) { $0.discriminatorSteps = 5 }.imagesPerIteration == 15)
  }

  @Test(arguments: [Objective.leastSquares, .hinge, .wasserstein])
  func onlyLabelsCanBeSmoothed(_ objective: Objective) throws {
    var recipe = Recipe.narrow(.mlpMNIST) { $0.labelSmoothing = 0.1 }
    try recipe.validate()
    recipe.objective = objective
    let message =
      "label-smoothing is 0.1; expected 0, since the objective \(objective.rawValue) has no labels"
    #expect {
      try recipe.validate()
    } throws: { error in
      "\(error)" == message
    }
  }
}
