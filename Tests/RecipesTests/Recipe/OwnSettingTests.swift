import Adversarial
import Archives
import FileTestSupport
import GANTestSupport
import NeuralNetworks
import Recipes
import TensorCore
import Testing

/// Settings that an architecture brings along.
@Suite struct OwnSettingTests {
  private let known = Architectures.builtIn.adding([ConditionalArchitecture.self])
  private let doublings = ConditionalArchitecture.doublings

  private var changed: Recipe {
    var recipe = ConditionalArchitecture.recipe
    recipe[doublings] = 3
    return recipe
  }

  @Test func networksAreMadeByIt() {
    known.run {
      let recipe = changed
      #expect(recipe.networkShape[doublings] == 3 && ConditionalArchitecture.recipe[doublings] == 1)
      // Weights of a fresh network, once and three times doubled.
      let usual = GAN(ConditionalArchitecture.recipe).generator.parameters
      for (one, other) in zip(usual, GAN(recipe).generator.parameters) where one.shape.rank > 1 {
        #expect(one.value.scalars.map { 4 * $0 } == other.value.scalars)
      }
    }
  }

  @Test func filesAndCheckpointsHaveIt() throws {
    let folder = try TemporaryFolder()
    try known.run {
      let recipe = changed
      #expect(
        recipe.yaml.hasSuffix(
          "doublings: 3                      # doublings of the generator's weights\n"
        )
      )
      let file = try folder.write(Array(recipe.yaml.utf8), as: "a.yaml")
      #expect(try Recipe(readingFrom: file) == recipe)
      var arrays = NamedArrays()
      arrays["recipe"] = recipe.array
      #expect(try Recipe(in: arrays, path: "a file") == recipe)
      #expect(!Recipe.mlpMNIST.yaml.contains("doublings"))
    }
  }

  @Test(arguments: [
    ("recipe: conditional\ndoublings: 6", "line 2: doublings is 6; expected a number from 0 to 5"),
    (
      "recipe: mlp-mnist\ndoublings: 2",
      """
      line 2: doublings is set, which the recipe does not have; expected keys of the recipe that \
      'recipe' names
      """
    ),
    (
      "recipe: conditional\nchannels: 16\ndoublings: 5",
      "line 3: doublings is 5; expected fewer at this width"
    ),
  ])
  func wrongOnesInFilesAreNamed(_ text: String, _ words: String) throws {
    let folder = try TemporaryFolder()
    let file = try folder.write(Array(text.utf8), as: "a.yaml")
    known.run {
      #expect(problem { _ = try Recipe(readingFrom: file) }?.description.hasSuffix(words) == true)
    }
  }

  @Test func flagsSetItOnItsOwnRecipesOnly() throws {
    try known.run {
      var changes = SettingChanges(to: Recipe.settings)
      changes.set("doublings", to: "3")
      #expect(changes.applied(to: ConditionalArchitecture.recipe) == changed)
      try changes.check(areOf: changed)
      let other = changes.applied(to: .mlpMNIST)
      #expect(other == .mlpMNIST)
      let error = #expect(throws: RecipeProblem.self) { try changes.check(areOf: other) }
      #expect(
        error?.description
          == "doublings is 3; expected nothing, since the recipe has no such setting"
      )
      var lengths = SettingChanges(to: Recipe.settings)
      lengths.set("epochs", to: "3")
      try lengths.check(areOf: lengths.applied(to: ConditionalArchitecture.recipe))
    }
  }

  @Test func resumedRunsKeepItAndSummariesNameIt() {
    known.run {
      let usual = ConditionalArchitecture.recipe
      let error = problem {
        try Recipe.settings.check(resuming: changed, from: usual, path: "a.npz")
      }
      #expect(error?.found == "was trained with doublings 1")
      let rows = Recipe.settings.summary(of: changed).map { "\($0.label): \($0.text)" }
      #expect(rows.contains { $0.contains("doublings 3") })
      #expect(Recipe.settings["doublings"]?.discussion == "Of the recipe conditional.")
    }
    #expect(Recipe.settings["doublings"] == nil)
  }

  @Test func valuesAreComparedByTheirTypes() {
    var (one, other) = (OwnValues(), OwnValues())
    one["a"] = 3
    #expect(one != other)
    other["a"] = Float(3)
    #expect(one != other)
    other["a"] = 3
    #expect(one == other)
    let value: Int? = one["a"]
    let wrong: String? = one["a"]
    #expect(value == 3 && wrong == nil)
  }
}
