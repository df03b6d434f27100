import NeuralNetworks
import Optimizers
import Randomness
import TensorCore
import TestSupport
import Testing

/// The EMA of a network with all kinds of state.
@Suite struct MovingAverageTests {
  private final class Network: Module {
    let norm = BatchNorm(2)
    let counted = Buffer(Tensor([0, 0]))
  }

  /// ā ← 0.75 · ā + 0.25 · p for parameters and running averages; other buffers are copied.
  @Test func followsParametersAndRunningAverages() throws {
    let (source, model) = (Network(), Network())
    let gamma = try #require(source.norm.gamma)
    gamma.value = Tensor([4, 8])
    source.norm.runningMean.value = Tensor([2, -2])
    source.norm.runningVariance.value = Tensor([1, 3])
    source.counted.value = Tensor([7, 9])
    let average = MovingAverage(of: source, in: model, decay: 0.75)
    #expect(model.norm.gamma?.value.scalars == [4, 8])
    #expect(model.norm.runningMean.value.scalars == [2, -2])
    #expect(model.norm.runningVariance.value.scalars == [1, 3])
    #expect(model.counted.value.scalars == [7, 9])

    gamma.value = Tensor([8, 0])
    source.norm.runningMean.value = Tensor([6, 2])
    source.norm.runningVariance.value = Tensor([5, 7])
    source.counted.value = Tensor([1, 2])
    average.follow()
    #expect(model.norm.gamma?.value.scalars == [5, 6])
    #expect(model.norm.runningMean.value.scalars == [3, -1])
    #expect(model.norm.runningVariance.value.scalars == [2, 4])
    #expect(model.counted.value.scalars == [1, 2])

    average.follow(decay: 0)
    #expect(model.norm.gamma?.value.scalars == [8, 0])
    #expect(model.norm.runningMean.value.scalars == [6, 2])
  }

  /// A network whose statistics drift together with its weights: averaged weights with averaged statistics give
  /// what the network gives, where the latest statistics would not.
  @Test func averagedStatisticsFitAveragedWeights() {
    final class Drifting: Module {
      let scale = Parameter(Tensor([1]))
      let norm = BatchNorm(1, decay: 0, hasGamma: false, hasBeta: false)
      func callAsFunction(_ x: Tensor) -> Tensor { norm(x * scale.value) }
    }
    let (source, model) = (Drifting(), Drifting())
    let x = Tensor([-1, 3], shape: [2, 1])
    _ = source(x)
    let average = MovingAverage(of: source, in: model, decay: 0.9)
    for step in 1...40 {
      source.scale.value = Tensor([1 + 0.05 * Float(step)])
      _ = source(x)
      average.follow()
    }
    // The mean is 1 · scale in both, so that the image of 1 is 0.
    let one = inference { model(Tensor([1], shape: [1, 1])) }
    expectClose(one, [0], absolute: 1e-5)
  }
}
