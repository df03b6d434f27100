import Adversarial
import Datasets
import NeuralNetworks
import Randomness
import Recipes
import TensorCore
import Testing

@Suite struct NetworkOutlineTests {
  /// Networks for which no machine has the memory are made and run, as nothing is computed.
  @Test func networksWithoutMemoryHaveShapes() {
    let engine = OutlineEngine()
    let shape = Context.current.with(engine: engine).run {
      let layer = Linear(1 << 20, 1 << 20, using: RandomStream(seed: 0, purpose: "weights"))
      #expect(layer.parameterCount == (1 << 40) + (1 << 20))
      return layer(.zeros([3, 1 << 20])).shape
    }
    #expect(shape == [3, 1 << 20])
    #expect(engine.productCount == 3 << 20)
  }

  /// What takes more than any machine has is refused before it is tried, for every architecture.
  @Test(arguments: RecipeName.allCases) func whatNoMemoryHoldsIsRefused(_ name: RecipeName) throws {
    var recipe = Recipe.named(name)
    try recipe.checkMemory()
    recipe.channels = 8192
    recipe.latent.size = 65_536
    recipe.batchSize = 65_536
    recipe.image.height = 512
    recipe.image.width = 512
    let problem = #expect(throws: RecipeProblem.self) { try recipe.checkMemory() }
    #expect(problem?.expected.contains("GiB") == true)
  }
}
