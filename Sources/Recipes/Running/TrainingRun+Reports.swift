internal import Archives
internal import Terminal
internal import Training

/// What the user reads when a run ends.
extension TrainingRun {
  /// The command that goes on from a snapshot with the run as it was started.
  private func command(resuming snapshot: String) -> String {
    let isLatest = SnapshotFile.list(in: folder).first?.path == snapshot
    let options = [("--keep", keptSnapshots), ("--threads", threads)]
      .compactMap { name, value in value.map { " \(name) \($0)" } }
    return "forger train --out \(quoted(folder)) --resume \(isLatest ? "latest" : quoted(snapshot))"
      + options.joined()
  }

  /// The run that was to go on is over.
  func reportNothingToDo(_ trainer: Trainer, on console: Console) {
    guard let snapshot = trainer.lastSnapshot else { return }
    console.print(
      """
      Nothing to do: the snapshot, of iteration \(trainer.iteration), is at the end of the run's \
      \(recipe.length).
      For more:     \(command(resuming: snapshot)) --extend --\(recipe.length.unit) N
      """
    )
  }

  /// The run reached its length; `waitingShare` of the time since it went on it waited for data.
  func reportEnd(
    _ trainer: Trainer,
    waitingShare: Double,
    best: String?,
    on console: Console
  ) {
    console.print(
      """

      Done: \(trainer.iteration) iterations in \(clockTime(trainer.elapsedTime)); \
      \(fixed(100 * waitingShare, digits: 1)) % of it waiting for data.
      """
    )
    let pictures = [
      ("pictures", "preview"), ("animation", "preview.gif"), ("losses", "losses.svg"),
    ]
    for (what, name) in pictures {
      let path = trainer.folder.path(of: name)
      // A short run has no log to draw.
      guard FileKind(at: path) != .missing else { continue }
      console.print("  \(what)\(String(repeating: " ", count: 12 - what.count))\(path)")
    }
    if let best { console.print("  best        \(trainer.folder.path(of: best))") }
    let generator = trainer.folder.path(of: "gen_iter_\(trainer.iteration).npz")
    console.print("  more        forger generate \(generator)")
  }

  /// A signal stopped the run.
  func reportStop(_ trainer: Trainer, snapshot: String?, on console: Console) {
    console.print("")
    let iteration = trainer.iteration
    guard let snapshot else {
      console.print("Stopped at iteration \(iteration), before there was anything to keep.")
      return
    }
    console.print(
      """
      Stopped at iteration \(iteration); everything is in \(snapshot).
      To go on:     \(command(resuming: snapshot))
      """
    )
  }

  /// A file that could not be read or written stopped the run; the problem itself is yet to be told.
  func reportFailure(_ trainer: Trainer, on console: Console) {
    guard let snapshot = trainer.lastSnapshot else { return }
    console.settle()
    console.print(
      """

      Stopped at iteration \(trainer.iteration) by an error; the last snapshot is \(snapshot).
      To go on, once the cause is gone:
                    \(command(resuming: snapshot))
      """
    )
  }
}
