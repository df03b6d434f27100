import Adversarial
import Datasets
import NeuralNetworks
import Randomness
import TensorCore
import TestSupport
import Testing

@Suite struct StridedStyleTests {
  /// The paper's running variance is PyTorch's, which is unbiased; the tutorial's is TensorFlow's.
  @Test(arguments: [true, false]) func runningVarianceIsTheNamedFrameworks(_ isPaper: Bool) throws {
    let style: StridedStyle = isPaper ? .paper : .tutorial
    let generator = StridedGenerator(
      latentSize: 3,
      channels: 1,
      image: ImageShape(height: 16, width: 16, channels: 1),
      style: style,
      using: RandomStream(seed: 1, purpose: "weights")
    )
    let z = Tensor.sample([2, 3], seed: 1)
    _ = generator(z)
    let named = Dictionary(
      uniqueKeysWithValues: generator.namedParameters.map { ($0.path, $0.value.value) }
    )
    let project = linear(
      z,
      try #require(named["project.weight"]),
      bias: try #require(named["project.bias"])
    )
    let running = try #require(
      generator.namedBuffers.first { $0.path == "norms.0.runningVariance" }
    ).value.value
    let values = project.reshaped(to: [-1, running.shape[0]])
    let count = Double(values.shape[0])
    let centered = values - values.mean(along: [0])
    let biased = (centered * centered).mean(along: [0]).scalars.map(Double.init)
    let (decay, correction) = isPaper ? (0.9, count / (count - 1)) : (0.99, 1)
    expectClose(
      running,
      biased.map { decay + (1 - decay) * correction * $0 },
      absolute: 1e-6
    )
  }
}
