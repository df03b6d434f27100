import Archives
import Recipes
import Terminal
import Training

/// Words a run's events for the user of `forger train`, with the commands that resume it.
struct RunWords {
  /// The run's folder.
  let folder: String
  /// The value of `--keep`.
  let keptSnapshots: Int?
  /// What computes, as options.
  let compute: [String]
  let console: Console

  /// Prints an event.
  func tell(_ event: RunEvent) {
    switch event {
    case .starting(let summary): tellSummary(summary)
    case .evaluatedAnew:
      console.print("Starting over with gen_best.npz: evaluation differs from before.")
    case .damagedImage(let problem, let count): tellDamage(problem, count)
    case .lostPreview(let problem):
      console.settle()
      console.print("Skipping a preview: \(problem)")
    case .warning(let warning, let iteration):
      console.print("Warning, iteration \(iteration): \(warning.text).")
    case .stopping:
      console.settle()
      console.print("Stopping after this iteration; press Ctrl-C again to stop at once.")
    case .nothingToDo(let iteration, let length, let snapshot):
      console.print([
        "Nothing to do: the snapshot, of iteration \(iteration), is at the end of the run's \(length).",
        "To extend:    \(command(resuming: snapshot)) --extend --\(length.unit) N",
      ])
    case .finished(let report):
      if report.hasTrained { tellEnd(report) }
    case .stopped(let report, let snapshot):
      tellStop(report, snapshot)
    case .failed(let iteration, let snapshot):
      console.settle()
      console.print([
        "", "Stopped at iteration \(iteration) by an error; the last snapshot is \(snapshot).",
        "To resume, once the cause is fixed:", "              \(command(resuming: snapshot))",
      ])
    }
  }

  /// Prints what a run would do.
  func tell(_ rehearsal: TrainingRun.Rehearsal) {
    tellSummary(rehearsal.summary)
    let all = rehearsal.processes
    let columns = [
      ["rank"] + all.indices.map { "\($0)" },
      ["threads"] + all.map { "\($0.threads)" },
      ["images"] + all.map { "\($0.images)" },
      ["memory"] + all.map { "\($0.mebibytes) MiB" },
      ["machine"] + all.map(\.host),
    ]
    console.print(TextTable.lines(of: columns))
    let seconds = rehearsal.secondsPerIteration
    console.print([
      "",
      "An iteration takes \(NumberText.general(seconds, digits: 3)) s, and \(grouped(rehearsal.iterations)) of them "
        + "\(NumberText.duration(rehearsal.seconds)), without previews, snapshots and evaluations.",
      "Nothing was written.",
    ])
  }

  private func tellSummary(_ summary: RunSummary) {
    console.print("Training \(summary.recipe)")
    for row in summary.rows {
      console.print("  " + row.label.padded(to: max(15, row.label.count + 2)) + row.text)
      for remark in row.remarks { console.print("  " + "".padded(to: 15) + remark) }
    }
    if summary.iteration > 0 {
      console.print("  " + "resumed".padded(to: 15) + "at iteration \(summary.iteration)")
    }
    console.print("")
  }

  /// Damaged images are reported by name, the first few of them.
  private func tellDamage(_ problem: FileProblem, _ count: Int) {
    if count <= DamagedImages.mostNamed {
      let text = DamagedImages.text(of: problem)
      console.print(text.prefix(1).uppercased() + text.dropFirst())
    } else if count == DamagedImages.mostNamed + 1 {
      console.print("Further damaged images are replaced without a message.")
    }
  }

  private func tellEnd(_ report: RunReport) {
    console.print([
      "",
      """
      Done: \(report.iteration) iterations in \(NumberText.duration(report.seconds)); \
      \(NumberText.fixed(100 * report.waitingShare, decimals: 1)) % of it waiting for data.
      """,
    ])
    for (what, path) in Self.files(report.findings) { print(what, path) }
    print("more", "forger generate \(report.generator)")
    tellNotes(report)
  }

  private func tellStop(_ report: RunReport, _ snapshot: String?) {
    console.print("")
    if let snapshot {
      console.print([
        "Stopped at iteration \(report.iteration); everything is in \(snapshot).",
        "To resume:    \(command(resuming: snapshot))",
      ])
    } else {
      console.print(
        "Stopped at iteration \(report.iteration), before there was anything to save."
      )
    }
    if report.hasTrained { tellNotes(report) }
  }

  private func tellNotes(_ report: RunReport) {
    for case .note(let text, let about) in report.findings { print(about, text) }
  }

  private func print(_ what: String, _ text: String) {
    console.print("  " + (what.isEmpty ? "" : what.padded(to: max(12, what.count + 2))) + text)
  }

  /// The files among the findings, in the order in which one looks at them.
  private static func files(_ findings: [RunFinding]) -> [(what: String, path: String)] {
    let files = findings.compactMap { finding in
      if case .file(let what, let path) = finding { (what: what, path: path) } else { nil }
    }
    let first = ["samples", "animation", "losses"].flatMap { what in
      files.filter { $0.what == what }
    }
    return first + files.filter { file in !first.contains { $0.what == file.what } }
  }

  /// The command that resumes the run from a snapshot with the options that it was started with.
  private func command(resuming snapshot: String) -> String {
    let isLatest = SnapshotFile.list(in: folder).first?.path == snapshot
    let options = [keptSnapshots.map { "--keep \($0)" }].compactMap(\.self) + compute
    return "forger train --out \(quoted(folder)) --resume \(isLatest ? "latest" : quoted(snapshot))"
      + options.map { " \($0)" }.joined()
  }
}
