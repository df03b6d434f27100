import Adversarial
import Archives
import Foundation
import GANTestSupport
import TensorCore
import Testing

/// DiffAugment against the authors' code, with the numbers that it drew.
@Suite struct GoldenDiffAugmentTests {
  private static let changes = ["color", "translation", "cutout", "color+translation+cutout"]

  /// Images and vector-Jacobian products agree to 1e-6 absolute, of numbers of the order of 1: float32's rounding
  /// of sums of a few hundred.
  @Test(arguments: ["colour", "grey"], changes)
  func replaysPyTorch(_ images: String, _ changes: String) throws {
    let folder = GoldenFolder(besides: Bundle.module.bundlePath + "/Golden")
    for run in try folder.runs(of: .diffAugment) {
      var report = GoldenReport(run)
      let name = "\(images)/\(changes)"
      let x = try run.tensor("\(images)/images").tracked
      let result = try draws(of: run, name).applied(to: x)
      let gradient = gradients(
        of: result,
        seededWith: try run.tensor("\(images)/seed"),
        withRespectTo: [x]
      )[0]
      for (kind, found) in [("result", result), ("gradient", gradient)] {
        let recorded = try run.tensor("\(name)/\(kind)")
        let largest = Double(recorded.scalars.map(abs).max() ?? 0)
        report.expect(kind, "\(name)/\(kind)", found, recorded, absolute: 1e-6 * max(1, largest))
      }
      report.print()
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
