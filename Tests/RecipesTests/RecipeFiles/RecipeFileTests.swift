import Adversarial
import Archives
import Datasets
import FileTestSupport
import Imaging
import Optimizers
import Recipes
import Testing
import Training

@Suite struct RecipeFileTests {
  private func read(_ text: String) throws -> Recipe {
    let folder = try TemporaryFolder()
    return try Recipe(readingFrom: folder.write(Array(text.utf8), as: "my.yaml"))
  }

  private func expectProblem(
    _ text: String,
    _ words: [String],
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let found = problem { _ = try read(text) }
    #expect(found?.path.hasSuffix("/my.yaml") == true, sourceLocation: sourceLocation)
    let description = found?.description ?? ""
    #expect(description.count < 700, sourceLocation: sourceLocation)
    for word in words {
      #expect(description.contains(word), "\(description)", sourceLocation: sourceLocation)
    }
  }

  @Test(arguments: RecipeName.allCases)
  func shownRecipeIsReadAsItWas(_ name: RecipeName) throws {
    let recipe = Recipe.named(name)
    #expect(try read(recipe.yaml) == recipe)
    let lines = recipe.yaml.split(separator: "\n")
    #expect(lines.allSatisfy { $0.contains("# ") || $0 == "#" }, "a comment for each key")
    #expect(lines.allSatisfy { $0.count <= 100 })
  }

  @Test(arguments: [
    "a folder/with spaces", "a: b # c", "true", "123", "null", "~/cats", "-", "'", "\"\\", "käse/猫",
    "a\u{1b}\n\tb", "*&!%@`", "...", "1e5", " ",
  ])
  func everyPathIsReadAsItWas(_ path: String) throws {
    var recipe = Recipe.mlpMNIST
    recipe.dataset = path
    #expect(try read(recipe.yaml) == recipe, "\(recipe.yaml)")
  }

  @Test(
    arguments: [
      .constant, .linear(to: 0.1, over: 1000), .exponential(rate: 0.96, every: 10),
      .staircase(rate: 0.5, every: 7), .cosine(to: 0, over: 12), .warmUp(over: 5, then: .constant),
      .warmUp(over: 3, then: .warmUp(over: 2, then: .linear(to: 1e-7, over: 2))),
    ] as [LearningRateSchedule]
  )
  func everySettingIsReadAsItWas(_ schedule: LearningRateSchedule) throws {
    var recipe = Recipe.dcganCIFAR10
    recipe.generatorOptimizer = OptimizerSettings(
      .sgd(SGD(learningRate: 0.1, momentum: 0.7, isNesterov: false, form: .pyTorch)),
      weightDecay: 1.0 / 3,
      schedule: schedule
    )
    recipe.seed = .max
    recipe.image.channels = 1
    (recipe.crop, recipe.resize, recipe.flip) = (.none, .lanczos, true)
    recipe.pixelRange = .symmetric
    #expect(try read(recipe.yaml) == recipe, "\(recipe.yaml)")
  }

  @Test func lengthIsInEitherUnit() throws {
    #expect(try read("recipe: mlp-mnist\niterations: 7").length == .iterations(7))
    #expect(try read("recipe: dcgan-mnist\nepochs: 7").length == .epochs(7))
    #expect(Recipe.dcganMNIST.yaml.contains("\niterations: 20000  "))
    #expect(!Recipe.dcganMNIST.yaml.contains("\nepochs:"))
  }

  @Test func keysThatAreLeftOutAreTheRecipes() throws {
    var recipe = Recipe.mlpMNIST
    recipe.batchSize = 7
    recipe.preview.rows = 3
    #expect(try read("recipe: mlp-mnist\nbatch-size: 7\npreview: {rows: 3}\n") == recipe)
    #expect(try read("recipe: mlp-mnist") == .mlpMNIST)
  }

  @Test func anotherRuleStartsWithItsUsualNumbers() throws {
    let recipe = try read("recipe: mlp-mnist\ngenerator-optimizer: {rule: sgd, momentum: 0.5}")
    #expect(
      recipe.generatorOptimizer.rule
        == .sgd(SGD(learningRate: 3e-4, momentum: 0.5, isNesterov: false, form: .keras))
    )
  }

  @Test(arguments: [
    ("", ["holds no recipe", "a line for each key"]), ("# nothing", ["holds no recipe"]),
    ("dcgan", ["holds no keys"]), ("- a", ["holds no keys"]),
    ("epochs: 3", ["lacks the key 'recipe'", "mlp-mnist"]),
    ("recipe: gan", ["line 1: recipe is 'gan'", "one of dcgan-cifar10, mlp-mnist"]),
    ("recipe:", ["recipe is empty"]), ("recipe: [a]", ["line 1: recipe is a list"]),
    ("recipe: mlp-mnist\n\nchanels: 64", ["line 3: 'chanels'", "not a key", "perhaps 'channels'"]),
    ("recipe: mlp-mnist\nbatchsize: 64", ["'batchsize'", "perhaps 'batch-size'"]),
    ("recipe: mlp-mnist\npreview: {row: 1}", ["'preview.row'", "perhaps 'preview.rows'"]),
    ("recipe: mlp-mnist\nbatch-size: many", ["line 2: batch-size is 'many'", "a whole number"]),
    ("recipe: mlp-mnist\nbatch-size: 1.5", ["batch-size is '1.5'", "a whole number"]),
    ("recipe: mlp-mnist\nbatch-size: '5'", ["batch-size is the text '5'", "a whole number"]),
    ("recipe: mlp-mnist\nbatch-size: 0", ["batch-size is 0", "1 to 65536"]),
    ("recipe: mlp-mnist\nbatch-size: {a: b}", ["line 2: batch-size is a group of keys"]),
    ("recipe: mlp-mnist\nbatch-size: 99999999999999999999", ["a whole number"]),
    ("recipe: mlp-mnist\nseed: -1", ["seed is '-1'", "at least 0"]),
    ("recipe: mlp-mnist\ndataset:", ["dataset is empty", "a text"]),
    ("recipe: mlp-mnist\npreview: 3", ["line 2: preview is '3'", "keys with values"]),
    ("recipe: mlp-mnist\ncrop: middle", ["crop is 'middle'", "one of center, none"]),
    ("recipe: mlp-mnist\nresize: 32", ["resize is '32'", "one of area, lanczos"]),
    ("recipe: mlp-mnist\nflip: yes", ["flip is 'yes'", "true or false"]),
    ("recipe: mlp-mnist\nobjective: both", ["objective is 'both'", "non-saturating"]),
    (
      "recipe: mlp-mnist\ngenerator-optimizer: {learning-rate: .nan}",
      ["generator-optimizer.learning-rate is '.nan'", "a number"]
    ),
    (
      "recipe: mlp-mnist\ngenerator-optimizer: {beta1: 1}",
      ["generator-optimizer.beta1 is 1", "less than 1"]
    ),
    (
      "recipe: mlp-mnist\ngenerator-optimizer: {momentum: 0.5}",
      ["generator-optimizer.momentum", "which the rule does not have"]
    ),
    (
      "recipe: mlp-mnist\ngenerator-optimizer: {schedule: linear to 0 over 0}",
      ["schedule is 'linear to 0 over 0'", "SHARE over STEPS"]
    ),
    ("recipe: mlp-mnist\nepochs: 1\nepochs: 2", ["'epochs' twice"]),
    (
      "recipe: mlp-mnist\niterations: 1\nseed: 1\nepochs: 2",
      ["line 4: has both 'iterations' and 'epochs'", "one of them"]
    ),
    ("recipe: mlp-mnist\niterations: 0", ["iterations is 0", "1 to 1000000000"]),
    ("recipe: mlp-mnist\n? [a]\n: 1", ["line 2: has a key that is a list"]),
    ("recipe: [mlp", ["is not YAML: line"]), ("a: b: c", ["is not YAML: line 1"]),
    ("recipe: mlp-mnist\n---\nrecipe: mlp-mnist", ["is not YAML"]),
    ("recipe: \u{1}", ["is not YAML"]), ("recipe: *a", ["is not YAML"]),
    ("recipe: &a mlp-mnist\ndataset: *a", ["anchor", "alias"]),
  ])
  func whatIsNoRecipeIsRefused(_ text: String, _ words: [String]) {
    expectProblem(text, words + ["expected"])
  }

  @Test func bombsAreRefused() throws {
    var bomb = "a0: &a0 [x, x]\n"
    for level in 1...60 { bomb += "? &a\(level) [*a\(level - 1), *a\(level - 1)]\n: 1\n" }
    expectProblem(bomb, ["anchor", "alias"])
    expectProblem(String(repeating: "[", count: 60_000), ["is not YAML"])
    expectProblem(String(repeating: "- ", count: 30_000), ["is not YAML"])
    expectProblem(String(repeating: "{a: ", count: 15_000), ["is not YAML"])
    expectProblem(String(repeating: "# long\n", count: 20_000), ["at most 65536 bytes"])
    expectProblem("recipe: " + String(repeating: "x", count: 60_000), ["…'"])
  }

  @Test func everyByteMayBeWrong() throws {
    let whole = Array(Recipe.dcganCIFAR10.yaml.utf8)
    let folder = try TemporaryFolder()
    var random = SplitMix64(state: 5)
    for _ in 0..<400 {
      var bytes = whole
      for _ in 0..<3 {
        bytes[Int(random.next() % UInt64(bytes.count))] = UInt8(truncatingIfNeeded: random.next())
      }
      try folder.write(bytes, as: "my.yaml")
      // Whatever it holds, it is a recipe or a problem with it.
      do { try Recipe(readingFrom: folder("my.yaml")).validate() } catch is FileProblem {}
    }
  }

  @Test func differencesAreNamed() throws {
    let saved = Recipe.mlpMNIST
    var other = saved
    (other.length, other.intervals.log, other.dataset) = (.epochs(3), 7, "elsewhere")
    try Recipe.settings.check(resuming: other, from: saved, path: "a.npz")
    (other.channels, other.latent.size) = (8, 9)
    let problem = problem {
      try Recipe.settings.check(resuming: other, from: saved, path: "a.npz")
    }
    #expect(problem?.found == "was trained with latent-size 64, channels 256")
    #expect(problem?.expected.hasPrefix("latent-size 9, channels 8, as asked for") == true)
  }
}
