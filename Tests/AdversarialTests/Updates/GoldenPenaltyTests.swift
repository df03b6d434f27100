import Adversarial
import Archives
import Foundation
import GANTestSupport
import NeuralNetworks
import Randomness
import TensorCore
import TestSupport
import Testing

/// Replays of what PyTorch computes through gradients of gradients, recorded in float64 by
/// `Scripts/record_gradient_penalty.py`.
@Suite struct GoldenPenaltyTests {
  private func recorded(_ name: String) throws -> GoldenRun {
    // Not of a tutorial: these come with the tests, whatever `FORGER_GOLDEN` names.
    let path = "\(Bundle.module.bundlePath)/Golden/\(name).npz"
    return GoldenRun(name: name, path: path, arrays: try NPZ.read(path))
  }

  /// Penalties agree to 1e-5 relative, gradients to 2e-6.
  ///
  /// A gradient is a sum of some thousand products rounded to 2⁻²⁴ each: 2e-6 is what some thirty
  /// such roundings may come to, in parts of the array's largest element where that is more than 1.
  @Test(arguments: ["wasserstein", "r1"], forcedAlgorithms)
  func replaysPyTorchsDoubleBackward(
    _ kind: String,
    _ algorithms: ConvolutionPolicy
  ) throws {
    try withPolicy(algorithms) { try replay(kind) }
  }

  private func replay(_ kind: String) throws {
    let run = try recorded("torch_gradient_penalty")
    var report = GoldenReport(run)
    let critic = SmallCritic()
    for parameter in critic.namedParameters {
      parameter.value.value = try run.tensor("parameters/\(parameter.path)")
    }
    let (real, fake) = (try run.tensor("real"), try run.tensor("fake"))
    let random = RandomStream(seed: 0, purpose: "interpolation")
    let penalty =
      kind == "r1"
      ? R1Penalty(gamma: 10)(of: critic, real: real, fake: fake)
      : WassersteinPenalty(weight: 10, using: random)(
        of: critic,
        real: Examples(real),
        fake: Examples(fake),
        realShare: try run.tensor("share")
      )
    let recorded = try run.tensor("\(kind)/penalty")
    report.expect("penalty", "\(kind)/penalty", penalty, recorded, relative: 1e-5)
    let found = gradients(of: penalty, withRespectTo: critic.parameters)
    for (parameter, gradient) in zip(critic.namedParameters, found) {
      let name = "\(kind)/gradients/\(parameter.path)"
      let recorded = try run.tensor(name)
      let largest = Double(recorded.scalars.map(abs).max() ?? 0)
      report.expect("gradients", name, gradient, recorded, absolute: 2e-6 * max(1, largest))
    }
    report.print()
  }

  @Test(arguments: forcedAlgorithms)
  func replaysPyTorchsSpectralNorm(_ algorithms: ConvolutionPolicy) throws {
    try withPolicy(algorithms) { try replaySpectralNorm() }
  }

  private func replaySpectralNorm() throws {
    let run = try recorded("torch_spectral_norm")
    let random = RandomStream(seed: 0, purpose: "weights")
    try replay(run, "linear", SpectralNorm(Linear(6, 4, using: random), using: random)) { $0.bias }
    let convolution = Conv2D(2, 5, kernel: 3, ConvolutionSettings(padding: 1), using: random)
    try replay(run, "convolution", SpectralNorm(convolution, using: random)) { $0.bias }
  }

  private func replay<Wrapped: WeightedLayer>(
    _ run: GoldenRun,
    _ kind: String,
    _ norm: SpectralNorm<Wrapped>,
    bias: (Wrapped) -> Parameter?
  ) throws {
    var report = GoldenReport(run)
    // Of the largest element, as above; the sums are of a hundred products.
    func expect(_ name: String, _ found: Tensor) throws {
      let recorded = try run.tensor("\(kind)/\(name)")
      let largest = Double(recorded.scalars.map(abs).max() ?? 0)
      report.expect(kind, "\(kind)/\(name)", found, recorded, absolute: 2e-6 * max(1, largest))
    }
    let layerBias = try #require(bias(norm.layer))
    norm.layer.weight.value = try run.tensor("\(kind)/weight")
    layerBias.value = try run.tensor("\(kind)/bias")
    norm.outputDirection.value = try run.tensor("\(kind)/u")
    let x = try run.tensor("\(kind)/x")
    for step in 0..<2 {
      let y = norm(x)
      try expect("step\(step)/y", y)
      try expect("step\(step)/u", norm.outputDirection.value)
      let found = gradients(
        of: y.squared.sum(),
        withRespectTo: [norm.layer.weight, layerBias]
      )
      try expect("step\(step)/weight", found[0])
      try expect("step\(step)/bias", found[1])
    }
    try expect("inference/y", inference { norm(x) })
    report.print()
  }
}
