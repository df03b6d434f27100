import ExitTestSupport
import NeuralNetworks
import Randomness
import TensorCore
import Testing

@Suite struct ModuleTests {
  private let random = RandomStream(seed: 1, purpose: "weights")

  @Test func everyLayerNamesItsParameters() {
    #expect(paths(Linear(2, 3, using: random)) == ["weight", "bias"])
    #expect(paths(Linear(2, 3, hasBias: false, using: random)) == ["weight"])
    #expect(paths(Conv2D(2, 3, kernel: 3, using: random)) == ["weight", "bias"])
    #expect(paths(Conv2D(2, 3, kernel: 3, hasBias: false, using: random)) == ["weight"])
    #expect(paths(ConvTranspose2D(2, 3, kernel: 3, using: random)) == ["weight", "bias"])
    #expect(
      paths(ConvTranspose2D(2, 3, kernel: 3, hasBias: false, using: random)) == ["weight"]
    )
    #expect(paths(BatchNorm(4)) == ["gamma", "beta"])
    #expect(paths(BatchNorm(4, hasGamma: false)) == ["beta"])
    #expect(paths(BatchNorm(4, hasBeta: false)) == ["gamma"])
    #expect(
      paths(Sequential(Linear(2, 3, using: random), Activation(relu), BatchNorm(3))) == [
        "layers.0.weight", "layers.0.bias", "layers.2.gamma", "layers.2.beta",
      ]
    )
  }

  @Test func onlyBatchNormHasBuffers() {
    #expect(BatchNorm(4).namedBuffers.map(\.path) == ["runningMean", "runningVariance"])
    #expect(Linear(2, 3, using: random).namedBuffers.isEmpty)
    #expect(
      Sequential(Linear(2, 3, using: random), BatchNorm(3)).namedBuffers.map(\.path) == [
        "layers.1.runningMean", "layers.1.runningVariance",
      ]
    )
  }

  @Test func nestedModulesAreFoundInTheOrderOfDeclaration() {
    let nest = Nest(random)
    #expect(
      paths(nest) == [
        "own", "first.weight", "first.bias", "blocks.0.inner.weight", "blocks.0.inner.bias",
        "blocks.0.scales.0", "blocks.0.scales.1", "blocks.1.inner.weight",
        "blocks.1.inner.bias", "blocks.1.scales.0", "blocks.1.scales.1", "present.gamma",
        "present.beta", "heads.a.weight", "heads.b.weight", "perhaps.0",
      ]
    )
    #expect(nest.namedParameters.first?.value === nest.own)
    #expect(nest.parameters.count == nest.namedParameters.count)
  }

  @Test func parametersAreCounted() {
    #expect(Linear(7, 5, using: random).parameterCount == 7 * 5 + 5)
    #expect(Conv2D(3, 8, kernel: (5, 2), using: random).parameterCount == 5 * 2 * 3 * 8 + 8)
    let grouped = ConvolutionSettings(groups: 2)
    #expect(Conv2D(4, 6, kernel: 3, grouped, using: random).parameterCount == 9 * 2 * 6 + 6)
    #expect(
      ConvTranspose2D(4, 6, kernel: 3, grouped, using: random).parameterCount == 9 * 3 * 4 + 6
    )
    #expect(BatchNorm(9).parameterCount == 18)
  }

  @Test func aModuleWithoutParametersIsAnError() async {
    expectMessage(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = Activation(relu).namedParameters
      },
      "Activation has no parameters"
    )
    expectMessage(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = Sequential().parameters
      },
      "Sequential has no parameters"
    )
  }

  @Test func aParameterHeldTwiceIsAnError() async {
    expectMessage(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        let layer = Linear(2, 2, using: RandomStream(seed: 0, purpose: "weights"))
        _ = Sequential(layer, layer).namedParameters
      },
      "Sequential holds a parameter twice"
    )
  }

  @Test func aBufferIsAConstantOfOneShape() async {
    let buffer = Buffer(Tensor([1, 2]).tracked)
    #expect(!buffer.value.isTracked)
    buffer.value = Tensor([3, 4]).tracked
    #expect(!buffer.value.isTracked)
    #expect(buffer.value.scalars == [3, 4])
    expectMessage(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        Buffer(Tensor([1, 2])).value = Tensor([1, 2, 3])
      },
      "Buffer: a value of [3] for shape [2]"
    )
  }

  /// What reflection does not follow would be neither trained nor saved.
  @Test func parametersInOtherPlacesAreAnError() async {
    expectMessage(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = Holding((Parameter(.ones([1])), 2)).parameters
      },
      "'held'",
      "neither trained nor saved"
    )
    expectMessage(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = Holding(Pair(Buffer(.ones([1])))).parameters
      },
      "'held'",
      "neither trained nor saved"
    )
    expectMessage(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = Holding([1: BatchNorm(2)]).parameters
      },
      "'held'",
      "neither trained nor saved"
    )
    expectMessage(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = Holding([Pair(BatchNorm(2))]).namedBuffers
      },
      "'held'",
      "neither trained nor saved"
    )
    expectMessage(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = Holding(Result<BatchNorm, CancellationError>.success(BatchNorm(2))).parameters
      },
      "'held'",
      "neither trained nor saved"
    )
  }

  @Test func otherValuesInOtherPlacesAreNoError() {
    let stream = RandomStream(seed: 1, purpose: "weights")
    #expect(Holding((1, "two")).parameters.count == 1)
    #expect(Holding(Pair([3: stream])).parameters.count == 1)
    #expect(Holding({ (x: Tensor) in x }).namedBuffers.isEmpty)
  }

  @Test func stateIsParametersThenBuffers() {
    let norm = BatchNorm(2)
    #expect(norm.state.map(\.path) == ["gamma", "beta", "runningMean", "runningVariance"])
    let before = norm.state
    norm.load { path, shape in .ones(shape) * (path == "beta" ? 2 : 3) }
    #expect(norm.state.map(\.value.scalars) == [[3, 3], [2, 2], [3, 3], [3, 3]])
    #expect(before.map(\.value.scalars) == [[1, 1], [0, 0], [0, 0], [1, 1]])
    #expect(norm.state.allSatisfy { !$0.value.isTracked })
  }

  @Test func aStateThatDoesNotFitChangesNothing() {
    let norm = BatchNorm(2)
    #expect(throws: CancellationError.self) {
      try norm.load { path, shape in
        if path == "runningVariance" { throw CancellationError() }
        return .ones(shape) * 5
      }
    }
    #expect(norm.state.map(\.value.scalars) == [[1, 1], [0, 0], [0, 0], [1, 1]])
  }

  private func paths(_ module: any Module) -> [String] { module.namedParameters.map(\.path) }
}

/// Everything that a module may hold parameters in.
private final class Nest: Module {
  let own = Parameter(.zeros([1]))
  let first: Linear
  let width = 3
  let blocks: [Block]
  let absent: Linear?
  let present: BatchNorm?
  let heads: [String: Linear]
  let perhaps: [Parameter?]

  init(_ random: RandomStream) {
    first = Linear(1, 2, using: random)
    blocks = [Block(random), Block(random)]
    absent = nil
    present = BatchNorm(2)
    heads = [
      "b": Linear(2, 1, hasBias: false, using: random),
      "a": Linear(2, 1, hasBias: false, using: random),
    ]
    perhaps = [Parameter(.zeros([1])), nil]
  }
}

private final class Block: Module {
  let inner: Linear
  let scales = [Parameter(.ones([1])), Parameter(.ones([1]))]

  init(_ random: RandomStream) { inner = Linear(2, 2, using: random) }
}

/// A module with a parameter, and something else in a property.
private final class Holding: Module {
  let own = Parameter(.zeros([1]))
  let held: Any

  init(_ held: Any) { self.held = held }
}

/// A struct around something.
private struct Pair<First> {
  let first: First
  let second = 2

  init(_ first: First) { self.first = first }
}
