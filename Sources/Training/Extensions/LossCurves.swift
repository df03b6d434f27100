internal import Archives

/// Draws `losses.svg` from a log: the losses of both players, below them D(x) and D(G(z)), and below these
/// what an evaluation found, if there is one.
///
/// Long runs are drawn by means over neighbouring entries, with the band that the entries fill.
public final class LossCurves: Extension {
  /// `losses`.
  public let name = "losses"
  private let title: String
  private let log: LogReport
  private let quality: [String]
  private var drawnEntries = 0

  /// Curves of `log`, which the trainer has as well, under a title.
  ///
  /// - Parameters:
  ///   - log: The log.
  ///   - title: What stands above the curves.
  ///   - quality: Names of what an evaluation observes, each in a panel of its own.
  public init(of log: LogReport, titled title: String, quality: [String] = []) {
    (self.log, self.title, self.quality) = (log, title, quality)
  }

  /// Draws the log as far as it goes; nothing where it is empty.
  ///
  /// - Throws: `FileProblem` where the file cannot be written.
  public func run(in trainer: Trainer) throws {
    guard !log.entries.isEmpty else { return }
    try AtomicFile.write(chart.svg, to: trainer.folder.path(of: RunFiles.curves))
    drawnEntries = log.entries.count
  }

  /// Draws what came since.
  public func finalize(_ trainer: Trainer) throws {
    if log.entries.count != drawnEntries { try run(in: trainer) }
  }

  private var chart: Chart {
    let (real, fake) = ("#2166ac", "#e08214")
    func curve(_ name: String, as label: String, _ color: String) -> Chart.Series {
      let points = log.entries.compactMap { entry in
        entry.means[name].map { SIMD2(Double(entry.iteration), $0) }
      }
      return Chart.Series(label, color: color, points: points)
    }
    let losses = [
      curve("dis/loss", as: "discriminator", real), curve("gen/loss", as: "generator", fake),
    ]
    let judgements = [
      curve("D(x)", as: "D(x), of real images", real),
      curve("D(G(z))", as: "D(G(z)), of generated ones", fake),
    ]
    let panels = quality.map { name in
      Chart.Panel(name, [curve(name, as: name, "#1b7837")], showing: 0...0)
    }
    return Chart(
      title,
      over: "iteration",
      [
        Chart.Panel("Losses", losses, showing: 0...0),
        // At one half the discriminator cannot tell them apart.
        Chart.Panel("The discriminator's judgement", judgements, showing: 0...1, mark: 0.5),
      ] + panels
    )
  }
}
