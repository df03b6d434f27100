internal import Archives

/// Draws `losses.svg` from the log: curves of what was observed, in panels one below the other.
///
/// Long runs are drawn by means over neighboring entries, with the band that the entries fill.
public final class LossCurves: Extension {
  /// One observed number over the iterations.
  public struct Curve: Sendable {
    /// Its name in the log.
    public let key: String
    /// Its name in the legend.
    public let label: String
    /// Its color in SVG's notation: "#1f77b4".
    public let color: String

    /// A curve.
    public init(_ key: String, labeled label: String, color: String) {
      (self.key, self.label, self.color) = (key, label, color)
    }
  }

  /// Curves over one vertical axis.
  public struct Panel: Sendable {
    /// The heading of the panel.
    public let title: String
    /// The curves.
    public let curves: [Curve]
    /// The least range of the axis.
    public let range: ClosedRange<Double>
    /// A significant value, drawn as a dashed line if the axis includes it.
    public let mark: Double?

    /// A panel.
    public init(
      _ title: String,
      _ curves: [Curve],
      showing range: ClosedRange<Double> = 0...0,
      mark: Double? = nil
    ) {
      (self.title, self.curves, self.range, self.mark) = (title, curves, range, mark)
    }
  }

  /// `losses`.
  public let name = "losses"
  private let title: String
  private let panels: [Panel]
  private var drawnEntries = 0

  /// Curves of the trainer's log, under a title.
  ///
  /// - Parameters:
  ///   - title: The heading of the chart.
  ///   - panels: The panels, from top to bottom.
  public init(titled title: String, panels: [Panel]) {
    (self.title, self.panels) = (title, panels)
  }

  /// Draws the log so far, unless it is empty.
  ///
  /// - Throws: `FileProblem` if the file cannot be written.
  public func run(in trainer: Trainer) throws {
    guard let entries = trainer.log?.entries, !entries.isEmpty else { return }
    try trainer.folder.write(RunFiles.curves) { path in
      try AtomicFile.write(
        Self.chart(of: entries, titled: title, panels: panels).svg,
        to: path
      )
    }
    drawnEntries = entries.count
  }

  /// Draws the entries since then.
  public func finalize(_ trainer: Trainer) throws {
    if (trainer.log?.entries.count ?? 0) != drawnEntries { try run(in: trainer) }
  }

  /// The drawing, if there was something to draw.
  public func findings(in trainer: Trainer) -> [RunFinding] {
    let path = trainer.folder.path(of: RunFiles.curves)
    return FileKind(at: path) == .missing ? [] : [.file("losses", path: path)]
  }

  /// The chart of a log's entries.
  package static func chart(
    of entries: [LogEntry],
    titled title: String,
    panels: [Panel]
  ) -> Chart {
    Chart(
      title,
      over: "iteration",
      panels.map { panel in
        Chart.Panel(
          panel.title,
          panel.curves.map { series($0, of: entries) },
          showing: panel.range,
          mark: panel.mark
        )
      }
    )
  }

  private static func series(_ curve: Curve, of entries: [LogEntry]) -> Chart.Series {
    let points = entries.compactMap { entry in
      entry.means[curve.key].map { SIMD2(Double(entry.iteration), $0) }
    }
    return Chart.Series(curve.label, color: curve.color, points: points)
  }
}
