internal import Evaluation
internal import Training

/// Settings of what a run writes and evaluates.
extension Recipe {
  static let intervalSettings: [Setting<Recipe>] = [
    Setting(
      "snapshot-interval",
      \.intervals.snapshot,
      in: counts,
      section: .intervals,
      flag: .value("n"),
      help: "Iterations between snapshots.",
      onResume: .free
    ),
    Setting(
      "display-interval",
      \.intervals.log,
      in: counts,
      section: .intervals,
      flag: .value("n"),
      help: "Iterations between log entries and rows of the table.",
      onResume: .free
    ),
    Setting(
      "progress-interval",
      \.intervals.progress,
      in: counts,
      section: .intervals,
      help: "Iterations between updates of the progress display.",
      onResume: .free
    ),
    Setting(
      "preview-interval",
      \.intervals.preview,
      in: counts,
      section: .intervals,
      flag: .value("n"),
      help: "Iterations between previews.",
      onResume: .free
    ),
    Setting(
      "preview.rows",
      \.preview.rows,
      in: 1...1000,
      section: .intervals,
      help: "Rows of the grid.",
      onResume: .free
    ),
    Setting(
      "preview.columns",
      \.preview.columns,
      in: 1...1000,
      section: .intervals,
      help: "Columns of the grid.",
      onResume: .free
    ),
    Setting(
      "preview.seed",
      \.preview.seed,
      section: .intervals,
      help: "Random seed of the latent vectors.",
      onResume: .free
    ),
    Setting(
      "tensorboard",
      \.hasEvents,
      default: false,
      section: .intervals,
      flag: .onOff,
      help: "Write the log and the previews for TensorBoard, too.",
      onResume: .free,
      summary: .hidden
    ),
  ]

  static let evaluationSettings: [Setting<Recipe>] = [
    Setting(
      "evaluate-every",
      \.evaluation.interval,
      in: 0...1_000_000_000,
      default: 0,
      section: .evaluation,
      flag: .value("n"),
      help: "Iterations between evaluations of the generator; 0 for none.",
      discussion: """
        The log has them as eval/frechet and so on; they select gen_best.npz and warn of mode \
        collapse.
        """,
      onResume: .free,
      summary: .hidden
    ),
    Setting(
      "evaluate-samples",
      \.evaluation.samples,
      in: 10...1_000_000,
      default: 2000,
      section: .evaluation,
      flag: .value("n"),
      help: "Samples, and as many real images.",
      onResume: .free,
      summary: .hidden
    ),
    Setting(
      "evaluate-metrics",
      \.evaluation.metrics,
      default: .cheap,
      section: .evaluation,
      flag: .value("a,b,…"),
      help: "Metrics to log; the first selects the best.",
      onResume: .free,
      summary: .hidden
    ) { selection in
      // The few samples of a class in each evaluation would say little of it.
      guard selection.metrics.contains(.classes) else { return nil }
      return SettingMistake(
        found: selection.description,
        expected: "metrics of all images together, without classes"
      )
    },
  ]
}
