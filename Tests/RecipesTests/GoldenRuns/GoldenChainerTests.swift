import Adversarial
import Archives
import Distributed
import Foundation
import GANTestSupport
import NeuralNetworks
import TensorCore
import TestSupport
import Testing

/// Replays of Chainer's DCGAN, recorded by Chainer 7.8.1.
///
/// Chainer's own run in float64 moved every loss by less than 2e-7 and every parameter by less than
/// 2e-7, so 1e-5 (relative, losses) and 2e-6 (absolute, parameters) leave room for another order of
/// summation and for nothing else. Biases before a batch norm are another matter: see `AdamReach`.
@Suite struct GoldenChainerTests {
  private let folder = GoldenFolder(besides: Bundle.module.bundlePath + "/Golden")

  /// The runs; a folder without one is not what the test was asked to replay.
  private func runs() throws -> [GoldenRun] {
    let runs = try folder.runs(of: .chainerDCGAN)
    try #require(!runs.isEmpty, "\(folder.path) holds no chainer_dcgan*.npz")
    return runs
  }

  @Test(arguments: forcedAlgorithms)
  func replaysTheRun(_ algorithms: ConvolutionPolicy) throws {
    for run in try runs() {
      // A file that cannot be replayed does not keep the others from it.
      do {
        try withPolicy(algorithms) { try compare(run) }
      } catch {
        Issue.record(error, "\(run.name)")
      }
    }
  }

  @Test func twoWorkersReplayTheRun() throws {
    for run in try runs() {
      let count = try run.tensor("iter0/x").shape[0]
      _ = try ThreadCommunicator.run(2) { communicator in
        let share = BatchShare(by: communicator, ofBatch: count)
        try Context(threadCount: 1).with(share: share).run {
          try GoldenChainerTests().compare(run)
        }
      }
    }
  }

  private func compare(_ run: GoldenRun) throws {
    var report = GoldenReport(run)
    let replay = try ChainerReplay(run)
    try replay.load("init")
    let count = run.iterationCount
    try #require(count > 0, "\(run.path) records no iteration")
    for index in 0..<count {
      let (result, usedAllNoise) = try replay.iterate(index)
      #expect(usedAllNoise)
      try report.expectLosses(
        [("loss_gen", result.generatorLoss), ("loss_dis", result.discriminatorLoss)],
        of: index,
        in: run
      )
    }
    try compareGradients(replay, &report)
    try compareNetworks(replay, &report)
    try compareInference(replay, &report)
    report.print()
  }

  /// The first gradients of the generator, after the weight decay, in Chainer's names and layouts.
  ///
  /// A gradient is a sum of products, rounded in proportion to its terms and not to a result that may
  /// cancel out: the measure is the array's largest element, and for a bias, whose terms are those of
  /// its layer's weights, theirs. (Before a batch norm, a bias's gradient is nothing but rounding.)
  /// 2e-5 of it is some three hundred roundings (2⁻²⁴) on the way through both networks.
  private func compareGradients(_ replay: ChainerReplay, _ report: inout GoldenReport) throws {
    let gradients = try #require(replay.generatorGradients.steps.first)
    let arrays = replay.generator.layout.arrays(of: replay.generator, values: gradients)
    let recorded = replay.run.arrays.section("iter0/grad/gen/")
    #expect(Set(recorded.names) == Set(arrays.names))
    for name in recorded.names {
      let expected = try replay.run.tensor("iter0/grad/gen/\(name)")
      let measure =
        name.hasSuffix("/b")
        ? try replay.run.tensor("iter0/grad/gen/\(name.dropLast())W") : expected
      report.expect(
        "gradients",
        "the gradient of \(name)",
        try tensor(arrays, name),
        expected,
        absolute: 2e-5 * largest(measure)
      )
    }
  }

  /// Parameters and running averages after the last iteration.
  private func compareNetworks(_ replay: ChainerReplay, _ report: inout GoldenReport) throws {
    let run = replay.run
    let arrays = replay.arrays
    #expect(Set(arrays.names) == Set(run.arrays.section("after/").names))
    let count = run.iterationCount
    var parameters: [(found: Tensor, recorded: Tensor)] = []
    for name in arrays.names where !name.hasSuffix("/N") {
      let (found, recorded) = (try tensor(arrays, name), try run.tensor("after/\(name)"))
      if BatchNormBias(name) != nil {
        // Both have gone their own way, neither farther than Adam reaches.
        let start = try run.tensor("init/\(name)")
        let reach = replay.reach.movement(after: count)
        report.expect("biases before norms", name, found, start, absolute: reach)
        report.expect("Chainer's own", "Chainer's \(name)", recorded, start, absolute: reach)
      } else if name.hasSuffix("/avg_mean") {
        let allowed = replay.meanDeviation(of: name) + 2e-6
        report.expect("running means", name, found, recorded, absolute: allowed)
      } else if name.hasSuffix("/avg_var") {
        // A variance is as large as it likes, and no bias moves it.
        report.expect(
          "running variances",
          name,
          found,
          recorded,
          absolute: 2e-6,
          relative: 2e-6
        )
      } else {
        parameters.append((found, recorded))
        report.expect("parameters", name, found, recorded, absolute: 2e-6)
      }
    }
    report.expectMost("parameters", of: parameters, within: 2e-7)
    for name in arrays.names where name.hasSuffix("/N") {
      #expect(arrays[name] == NumpyArray(0 as Int64), "\(name)")
    }
  }

  /// The image and its score in inference mode, after the last iteration: by the networks as they
  /// became here, by these with the free biases and running means as they became there, and by
  /// Chainer's own.
  private func compareInference(_ replay: ChainerReplay, _ report: inout GoldenReport) throws {
    let run = replay.run
    let (recordedImage, recordedScore) = (
      try run.tensor("test/image"), try run.tensor("test/score")
    )
    let z = try run.tensor("test/z")
    let image = inference { replay.generator(z) }
    report.expect("image", "the image", image.channelsFirst, recordedImage, absolute: 1e-5)
    let score = inference { replay.discriminator(image) }
    // What the free biases may do to the score, to first order, and what rounding may.
    let freedom = replay.scoreFreedom(of: image)
    for index in 0..<score.elementCount {
      report.expect(
        "score",
        "the score of image \(index)",
        score.slice(at: index, along: 0),
        recordedScore.slice(at: index, along: 0),
        absolute: freedom[index] + 1e-5
      )
    }

    try replay.load("after", where: { BatchNormBias($0) != nil || $0.hasSuffix("/avg_mean") })
    report.expect(
      "score but for the biases",
      "the score but for the biases",
      inference { replay.discriminator(replay.generator(z)) },
      recordedScore,
      absolute: 1e-5
    )

    try replay.load("after")
    let sameImage = inference { replay.generator(z) }
    report.expect(
      "image by Chainer's weights",
      "the image by Chainer's weights",
      sameImage.channelsFirst,
      recordedImage,
      absolute: 1e-6
    )
    let sameScore = inference { replay.discriminator(recordedImage.channelsLast) }
    report.expect(
      "score by Chainer's weights",
      "the score by Chainer's weights",
      sameScore,
      recordedScore,
      absolute: 1e-6,
      relative: 1e-6
    )
  }

  @Test func loadingAndWritingKeepsEveryBit() throws {
    for run in try runs() {
      let replay = try ChainerReplay(run)
      for section in ["init", "after"] {
        try replay.load(section)
        let (written, recorded) = (replay.arrays, run.arrays.section("\(section)/"))
        #expect(Set(written.names) == Set(recorded.names))
        for name in recorded.names { #expect(written[name] == recorded[name], "\(name)") }
      }
    }
  }

  @Test func aFolderWithoutGoldenRunsFails() throws {
    let empty = GoldenFolder(at: Bundle.module.bundlePath + "/nothing")
    #expect(throws: FileProblem.self) { try empty.runs(of: .chainerDCGAN) }
  }

  private func tensor(_ arrays: NamedArrays, _ name: String) throws -> Tensor {
    let array = try #require(arrays[name], "\(name)")
    guard case .float32(let values) = array.elements else {
      throw FileProblem(name, found: array.summary, expected: "float32")
    }
    return Tensor(values, shape: Shape(array.shape))
  }

  private func largest(_ tensor: Tensor) -> Double {
    Double(tensor.scalars.map(abs).max() ?? 0)
  }
}
