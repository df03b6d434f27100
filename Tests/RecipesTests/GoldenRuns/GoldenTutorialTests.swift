import Adversarial
import Archives
import Foundation
import GANTestSupport
import TensorCore
import Terminal
import TestSupport
import Testing

/// Replays of the PyTorch, Keras and TensorFlow tutorials by the recipes' own networks, updates and
/// optimizers, with weights and random inputs as recorded.
@Suite struct GoldenTutorialTests {
  @Test func replaysPyTorch() throws { try replay(.torch) }

  @Test(arguments: forcedAlgorithms)
  func replaysKeras(_ algorithms: ConvolutionPolicy) throws {
    try withPolicy(algorithms) { try replay(.keras) }
  }

  @Test(arguments: forcedAlgorithms)
  func replaysTensorFlow(_ algorithms: ConvolutionPolicy) throws {
    try withPolicy(algorithms) { try replay(.tensorFlow) }
  }

  private func replay(_ names: TutorialNames) throws {
    let folder = GoldenFolder(besides: Bundle.module.bundlePath + "/Golden")
    for run in try folder.runs(of: names.kind) {
      var report = GoldenReport(run)
      let replay = try TutorialReplay(run, names)
      for index in 0..<run.iterationCount {
        let result = try replay.iterate(index)
        try report.expectLosses(
          [
            ("loss_\(names.discriminator)", result.discriminatorLoss),
            ("loss_gen", result.generatorLoss),
          ],
          of: index,
          in: run
        )
      }
      try compare(replay, in: &report)
      report.print()
    }
  }

  /// Compares what the networks have become with what was recorded after the last iteration.
  ///
  /// Of a thousand parameters 999 agree to 2e-7: three times what float32 and float64 are apart for TensorFlow's
  /// run, the most sensitive one. There, where Adam turns the rounding of a gradient of nearly zero into a step,
  /// the largest deviation is chance, and only Adam's reach bounds it; in the others all agree to 2e-6.
  private func compare(_ replay: TutorialReplay, in report: inout GoldenReport) throws {
    let run = replay.run
    let reach = AdamReach(learningRate: 1e-3, beta1: 0.9, beta2: 0.999)
    // Two runs may go that far in opposite directions.
    let apart = 2 * reach.movement(after: run.iterationCount)
    var parameters: [(found: Tensor, recorded: Tensor)] = []
    for (section, layout, network) in replay.networks {
      let arrays = layout.arrays(of: network)
      let recorded = run.arrays.section("after/\(section)/")
      #expect(recorded.count > 0, "\(run.name) has nothing after/\(section)/")
      for name in recorded.names {
        let label = "\(section)/\(name)"
        guard let array = arrays[name], case .float32(let values) = array.elements else {
          Issue.record("\(run.name): the network has no \(label)")
          continue
        }
        let drifts = replay.names.driftingBiases.contains(label)
        let found = Tensor(values, shape: Shape(array.shape))
        let recorded = try run.tensor("after/\(label)")
        if !drifts { parameters.append((found, recorded)) }
        report.expect(
          drifts ? "biases before norms" : "parameters",
          label,
          found,
          recorded,
          absolute: drifts || replay.names.isSensitive ? apart : 2e-6
        )
      }
    }
    report.expectMost("parameters", of: parameters, within: 2e-7)
  }
}
