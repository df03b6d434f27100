import Adversarial
import Archives
import Datasets
import Foundation
import GANTestSupport
import Optimizers
import Recipes
import Testing
import Training

@Suite struct RecipeTests {
  @Test func theDefaultRecipeIsTheTutorials() {
    let recipe = Recipe.dcganCIFAR10
    #expect(recipe.image == ImageShape(height: 32, width: 32, channels: 3))
    #expect(recipe.latent == Latent(size: 100, distribution: .uniform))
    #expect(recipe.channels == 512 && recipe.batchSize == 50 && recipe.length == .epochs(1000))
    #expect(recipe.pixelRange == .unit && recipe.objective == .nonSaturating)
    let adam = OptimizerSettings(
      .adam(Adam(learningRate: 2e-4, beta1: 0.5, beta2: 0.999, epsilon: 1e-8, form: .chainer)),
      weightDecay: 1e-4
    )
    #expect(recipe.generatorOptimizer == adam && recipe.discriminatorOptimizer == adam)
    #expect(recipe.intervals.log == 100 && recipe.intervals.progress == 10)
    #expect(recipe.intervals.preview == 1000 && recipe.intervals.snapshot == 1000)
    #expect(recipe.preview.rows == 10 && recipe.preview.columns == 10)
  }

  @Test(arguments: RecipeName.allCases) func everyRecipeIsValid(_ name: RecipeName) throws {
    let recipe = Recipe.named(name)
    #expect(recipe.name == name)
    try recipe.validate()
  }

  @Test func aRecipeSurvivesItsCheckpoint() throws {
    var recipe = Recipe.small
    recipe.dataset = "images/«cats»"
    recipe.seed = .max
    recipe.objective = .minimax
    recipe.pixelRange = .symmetric
    recipe.generatorOptimizer = OptimizerSettings(
      .sgd(SGD(learningRate: 0.1, momentum: 0.9, isNesterov: true, form: .keras)),
      schedule: .warmUp(over: 10, then: .cosine(to: 0.1, over: 100))
    )
    var arrays = NamedArrays()
    arrays["recipe"] = recipe.array
    #expect(try Recipe(in: arrays, path: "a file") == recipe)
    #expect(try Recipe(in: NamedArrays(), path: "a file") == nil)
  }

  @Test func aRecipeThatCannotBeReadIsRefused() throws {
    var invalid = Recipe.small
    invalid.channels = 12
    let texts: [(array: NumpyArray, message: String)] = [
      (NumpyArray(0 as Int64), "int64"),
      (NumpyArray(shape: [2], elements: .uint8([123, 34])), "cannot be read"),
      (NumpyArray(shape: [0], elements: .uint8([])), "cannot be read"),
      (invalid.array, "channels is 12"),
    ]
    for text in texts {
      var arrays = NamedArrays()
      arrays["recipe"] = text.array
      let problem = #expect(throws: FileProblem.self) {
        try Recipe(in: arrays, path: "a file")
      }
      #expect(problem?.path == "a file")
      #expect(problem.map { "\($0)".contains(text.message) } == true, "\(problem as Any)")
    }
  }

  /// A setting that makes no sense, and the message.
  struct Mistake: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let change: @Sendable (inout Recipe) -> Void
  }

  static let mistakes = [
    Mistake(testDescription: "batch-size is 0; expected a number from 1 to 65536") {
      $0.batchSize = 0
    },
    Mistake(testDescription: "latent-size is 65537; expected a number from 1 to 65536") {
      $0.latent.size = 65_537
    },
    Mistake(testDescription: "channels is 0; expected a number from 1 to 8192") {
      $0.channels = 0
    },
    Mistake(testDescription: "channels is 12; expected a multiple of 8") { $0.channels = 12 },
    Mistake(testDescription: "epochs is -1; expected a number from 1 to 1000000000") {
      $0.length = .epochs(-1)
    },
    Mistake(testDescription: "display-interval is 0; expected a number from 1 to 1000000000") {
      $0.intervals.log = 0
    },
    Mistake(testDescription: "progress-interval is 0; expected a number from 1 to 1000000000") {
      $0.intervals.progress = 0
    },
    Mistake(testDescription: "preview-interval is -5; expected a number from 1 to 1000000000") {
      $0.intervals.preview = -5
    },
    Mistake(testDescription: "snapshot-interval is 0; expected a number from 1 to 1000000000") {
      $0.intervals.snapshot = 0
    },
    Mistake(testDescription: "preview.rows is 0; expected a number from 1 to 1000") {
      $0.preview.rows = 0
    },
    Mistake(testDescription: "preview.columns is 1001; expected a number from 1 to 1000") {
      $0.preview.columns = 1001
    },
    Mistake(testDescription: "image-size is 15; expected a number from 16 to 512") {
      $0.image.height = 15
    },
    Mistake(testDescription: "image-size is 513; expected a number from 16 to 512") {
      $0.image.width = 513
    },
    Mistake(testDescription: "image.channels is 2; expected 1 for grayscale or 3 for color") {
      $0.image.channels = 2
    },
    Mistake(testDescription: "channels is 24; expected a multiple of 16") {
      $0.image = ImageShape(height: 64, width: 64, channels: 3)
      $0.channels = 24
    },
    Mistake(
      testDescription:
        "image-size is 30x32; expected multiples of 4, since upsampling-mnist doubles images twice"
    ) {
      $0 = .upsamplingMNIST
      $0.image = ImageShape(height: 30, width: 32, channels: 1)
    },
  ]

  @Test(arguments: mistakes) func aSettingThatMakesNoSenseIsNamed(_ mistake: Mistake) {
    var recipe = Recipe.dcganCIFAR10
    mistake.change(&recipe)
    let problem = #expect(throws: RecipeProblem.self) { try recipe.validate() }
    #expect(problem?.description == mistake.testDescription)
  }
}
