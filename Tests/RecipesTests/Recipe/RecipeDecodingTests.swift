import Adversarial
import Archives
import Datasets
import GANTestSupport
import Imaging
import Optimizers
import Recipes
import Testing
import Training

/// Recipes as they are stored, those of other versions among them.
@Suite struct RecipeDecodingTests {
  private func stored(_ text: String) throws -> Recipe? {
    var arrays = NamedArrays()
    arrays["recipe"] = NumpyArray(shape: [text.utf8.count], elements: .uint8(Array(text.utf8)))
    return try Recipe(in: arrays, path: "a file")
  }

  @Test(arguments: RecipeName.allCases)
  func isTheSameAfterStoring(_ name: RecipeName) throws {
    let recipe = Recipe.narrow(name) { recipe in
      recipe.objective = .hinge
      recipe.gradientPenalty = 10
      recipe.r1 = 0.1
      recipe.discriminatorSteps = 5
      recipe.averageDecay = 0.999
      recipe.crop = .none
      recipe.resize = .lanczos
      recipe.flip = true
      (recipe.augmentation, recipe.augmentationTarget) = (.automatic, 0.5)
      recipe.augmentationImages = 1000
    }
    var arrays = NamedArrays()
    arrays["recipe"] = recipe.array
    #expect(try Recipe(in: arrays, path: "a file") == recipe)
  }

  /// A setting that came later has a default; one that was always there may not be absent.
  @Test func settingsWithDefaultsMayBeAbsent() throws {
    let recipe = Recipe.narrow(.mlpMNIST) { _ in }
    guard case .uint8(let bytes) = recipe.array.elements else { throw StoredAsNumbers() }
    let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n")
    func without(_ key: String) -> String {
      lines.filter { !$0.hasPrefix(key + ":") }.joined(separator: "\n")
    }
    for setting in Recipe.settings.settings where setting.defaultText != nil {
      #expect(try stored(without(setting.name)) == recipe, "\(setting.name)")
    }
    for key in ["batch-size", "epochs", "objective", "recipe", "channels"] {
      let problem = #expect(throws: FileProblem.self) { try stored(without(key)) }
      #expect(problem?.found.contains("lacks the key '") == true, "\(problem as Any)")
    }
  }

  private struct StoredAsNumbers: Error {}

  /// What properties begin with is what the table calls their default.
  @Test func defaultsAreThoseOfTheProperties() {
    // These recipes set most of them themselves.
    for name in RecipeName.allCases where ![.r3gan, .pictures].contains(name) {
      let yaml = Recipe.named(name).yaml
      for setting in Recipe.settings.settings {
        guard let usual = setting.defaultText else { continue }
        let parts = setting.name.split(separator: ".")
        let key = (parts.count > 1 ? "\n  " : "\n") + (parts.last ?? "")
        // A rule has not every setting of the others, nor a recipe those of another architecture.
        let isOfSome = parts.count > 1 || setting.discussion.contains("Of the recipe ")
        guard !isOfSome || yaml.contains(key + ": ") else { continue }
        #expect(yaml.contains("\(key): \(usual) "), "\(setting.name)")
      }
    }
  }

  /// What version 530108e wrote: JSON of the properties.
  private static let older = """
    {"averageDecay":0.9,"batchSize":4,"channels":8,"crop":"none","dataset":"data.bin",\
    "discriminatorOptimizer":{"rule":{"adam":{"beta1":0.9,"beta2":0.999,"epsilon":1e-08,\
    "form":"pyTorch","learningRate":0.0003}},"schedule":{"constant":{}},"weightDecay":0},\
    "discriminatorSteps":1,"evaluation":{"interval":7,\
    "metrics":"frechet,density-coverage,similarity","samples":2000},"flip":true,\
    "generatorOptimizer":{"rule":{"sgd":{"form":"keras","isNesterov":true,"learningRate":0.0005,\
    "momentum":0.9}},"schedule":{"linear":{"to":0.1,"over":9}},"weightDecay":0.1},\
    "gradientPenalty":0,"image":{"channels":3,"height":32,"width":32},"intervals":{"log":100,\
    "preview":1000,"progress":10,"snapshot":1},"labelSmoothing":0,"latent":{"distribution":"normal",\
    "size":64},"length":{"iterations":2},"name":"mlp-mnist","objective":"non-saturating",\
    "pixelRange":"symmetric","preview":{"columns":10,"rows":10,"seed":0},"r1":0.5,"resize":"area",\
    "seed":0}
    """

  private static var olderRecipe: Recipe {
    var recipe = Recipe.mlpMNIST
    recipe.dataset = "data.bin"
    (recipe.image.height, recipe.image.width, recipe.image.channels) = (32, 32, 3)
    (recipe.crop, recipe.flip) = (.none, true)
    (recipe.channels, recipe.batchSize, recipe.length) = (8, 4, .iterations(2))
    (recipe.averageDecay, recipe.r1) = (0.9, 0.5)
    recipe.generatorOptimizer = OptimizerSettings(
      .sgd(SGD(learningRate: 5e-4, momentum: 0.9, isNesterov: true)),
      weightDecay: 0.1,
      schedule: .linear(to: 0.1, over: 9)
    )
    recipe.intervals.snapshot = 1
    recipe.evaluation.interval = 7
    return recipe
  }

  @Test func olderOnesAreRead() throws { #expect(try stored(Self.older) == Self.olderRecipe) }

  /// Version 0.1 had a number of epochs instead of a length, and fewer settings.
  @Test func theOldestAreRead() throws {
    var (text, recipe) = (Self.older, Self.olderRecipe)
    let later = [
      "\"averageDecay\":0.9,", "\"crop\":\"none\",", "\"flip\":true,", "\"gradientPenalty\":0,",
      "\"labelSmoothing\":0,", "\"r1\":0.5,", "\"resize\":\"area\",", "\"discriminatorSteps\":1,",
    ]
    for part in later {
      #expect(text.contains(part))
      text = text.replacing(part, with: "")
    }
    (recipe.averageDecay, recipe.r1, recipe.crop, recipe.flip) = (0, 0, .center, false)
    #expect(try stored(text) == recipe)
    recipe.length = .epochs(21)
    let length = "\"length\":{\"iterations\":2}"
    #expect(try stored(text.replacing(length, with: "\"epochs\":21")) == recipe)
    for broken in ["\"lengths\":2", "\"length\":{\"weeks\":3}", "\"epochs\":\"many\""] {
      #expect(throws: FileProblem.self) { try stored(text.replacing(length, with: broken)) }
    }
    let objective = "\"objective\":\"non-saturating\","
    #expect(throws: FileProblem.self) { try stored(text.replacing(objective, with: "")) }
  }

  @Test(arguments: [
    ("\"momentum\":0.9", "\"momentum\":-1", "generator-optimizer.momentum is -1"),
    ("\"epsilon\":1e-08", "\"epsilon\":0", "discriminator-optimizer.epsilon is 0"),
    ("\"r1\":0.5", "\"r1\":-0.5", "r1 is -0.5"),
    ("\"batchSize\":4", "\"batchSize\":0", "batch-size is 0"),
  ])
  func olderOnesThatMakeNoSenseAreRefused(_ right: String, _ wrong: String, _ words: String) {
    let problem = #expect(throws: FileProblem.self) {
      try stored(Self.older.replacing(right, with: wrong))
    }
    #expect(problem?.found.contains(words) == true, "\(problem as Any)")
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
