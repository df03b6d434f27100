import Adversarial
import Archives
import Foundation
import GANTestSupport
import TensorCore
import Testing

/// DiffAugment against the authors' code, with the numbers that it drew.
@Suite struct GoldenDiffAugmentTests {
  /// Images and vector-Jacobian products, of numbers up to 5, agree to 1e-6: two units in the last place.
  @Test(arguments: ["color", "translation", "cutout", "color+translation+cutout"])
  func replaysPyTorch(_ changes: String) throws {
    let folder = GoldenFolder(besides: Bundle.module.bundlePath + "/Golden")
    for run in try folder.runs(of: .diffAugment) {
      var report = GoldenReport(run)
      let batches = run.arrays.names.filter { $0.hasSuffix("/images") }
      #expect(!batches.isEmpty)
      for batch in batches.map({ $0.dropLast("/images".count) }) {
        try replay("\(batch)/\(changes)", of: "\(batch)", in: run, &report)
      }
      report.print()
    }
  }

  private func replay(
    _ name: String,
    of batch: String,
    in run: GoldenRun,
    _ report: inout GoldenReport
  ) throws {
    let x = try run.tensor("\(batch)/images").tracked
    let result = try draws(of: run, name).applied(to: x)
    let gradient = gradients(
      of: result,
      seededWith: try run.tensor("\(batch)/seed"),
      withRespectTo: [x]
    )[0]
    for (kind, found) in [("result", result), ("gradient", gradient)] {
      let recorded = try run.tensor("\(name)/\(kind)")
      report.expect("\(name)/\(kind)", "\(name)/\(kind)", found, recorded, absolute: 1e-6)
    }
  }

  /// The recorded numbers of what is done.
  private func draws(of run: GoldenRun, _ name: String) throws -> DifferentiableDraws {
    var draws = DifferentiableDraws()
    if name.contains("color") {
      draws.brightness = try run.tensor("\(name)/brightness").scalars
      draws.saturation = try run.tensor("\(name)/saturation").scalars
      draws.contrast = try run.tensor("\(name)/contrast").scalars
    }
    if name.contains("translation") {
      draws.shifts = zip(
        try run.integers("\(name)/shift_rows"),
        try run.integers("\(name)/shift_columns")
      ).map { ($0, $1) }
    }
    if name.contains("cutout") {
      draws.middles = zip(
        try run.integers("\(name)/offset_rows"),
        try run.integers("\(name)/offset_columns")
      ).map { ($0, $1) }
    }
    return draws
  }
}
