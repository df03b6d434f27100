import Archives
import GANTestSupport
import Recipes
import TensorCore
import Testing

@Suite struct GANStateTests {
  private func trained(_ iterations: Int) throws -> GANUpdater {
    let updater = GANUpdater(GAN(.small))
    for index in 0..<iterations { _ = try updater.update(.squares(4, seed: UInt64(index))) }
    return updater
  }

  /// A network as large, but with other weights, and some steps of its own behind it.
  private func stranger() throws -> GANUpdater {
    var recipe = Recipe.small
    recipe.seed = 1
    let updater = GANUpdater(GAN(recipe))
    _ = try updater.update(.squares(4, seed: 50))
    return updater
  }

  @Test func aStateIsRestoredBitForBit() throws {
    let state = try trained(2).state()
    let other = try stranger()
    #expect(try other.state() != state)
    try other.restore(from: StateReader(state, file: "a snapshot"))
    #expect(try other.state() == state)
  }

  @Test func trainingResumesAsIfNeverStopped() throws {
    let first = try trained(2)
    let second = GANUpdater(GAN(.small))
    try second.restore(from: StateReader(try first.state(), file: "a snapshot"))
    for seed in 10..<12 as Range<UInt64> {
      let left = try first.update(.squares(4, seed: seed))
      let right = try second.update(.squares(4, seed: seed))
      #expect(left == right)
    }
    #expect(try first.state() == second.state())
  }

  @Test func theStateHoldsNetworksOptimizersAndRandomStreams() throws {
    let state = try trained(2).state()
    let reader = StateReader(state, file: "")
    #expect(try reader.integer("generator_optimizer/step") == 2)
    #expect(try reader.integer("discriminator_optimizer/step") == 2)
    #expect(try reader.bits("random/latent") > 0)
    #expect(try reader.bits("random/noise") > 0)
    #expect(state["generator/project.weight"]?.shape == [4, 128])
    #expect(state["discriminator/convolutions.6.weight"]?.shape == [3, 3, 8, 8])
    #expect(state["generator_optimizer/project.weight/m"]?.shape == [4, 128])
    #expect(state["discriminator_optimizer/toLogit.bias/v"]?.shape == [1])
  }

  /// What may be wrong with a state, and what the message must name.
  static let damages: [(name: String, replacement: NumpyArray?, message: String)] = [
    ("generator/project.weight", nil, "generator/project.weight"),
    (
      "discriminator/toLogit.bias", NumpyArray(shape: [2], elements: .float32([0, 0])),
      "toLogit.bias"
    ),
    ("discriminator/toLogit.bias", NumpyArray(shape: [1], elements: .float64([0])), "toLogit.bias"),
    (
      "discriminator/toLogit.bias", NumpyArray(shape: [1], elements: .float32([.nan])), "not finite"
    ),
    ("generator/more", NumpyArray(0 as Int64), "more"),
    ("generator_optimizer/step", nil, "step"),
    ("generator_optimizer/step", NumpyArray(-1 as Int64), "-1"),
    ("discriminator_optimizer/toLogit.bias/m", nil, "toLogit.bias/m"),
    ("discriminator_optimizer/more/m", NumpyArray(0 as Int64), "optimizer"),
    ("random/noise", nil, "random/noise"),
    ("random/more", NumpyArray(0 as UInt64), "random"),
    ("anything", NumpyArray(0 as Int64), "anything"),
  ]

  @Test(arguments: damages.indices) func aDamagedStateIsRefused(_ index: Int) throws {
    let damage = Self.damages[index]
    let updater = try trained(1)
    var state = try updater.state()
    state[damage.name] = damage.replacement
    let problem = #expect(throws: FileProblem.self) {
      try updater.restore(from: StateReader(state, file: "a snapshot"))
    }
    #expect(problem?.path == "a snapshot")
    #expect(problem.map { "\($0)".contains(damage.message) } == true, "\(problem as Any)")
  }
}
