/// The files that a run writes, so that they can be told from others in its folder.
///
/// Training writes a log, a drawing of its curves and snapshots; what else there is, the run says.
public struct RunFiles: Sendable {
  /// The log: `log`.
  static let log = "log"
  /// The drawing of the curves: `losses.svg`.
  static let curves = "losses.svg"

  /// Files of one name each, in the run's folder.
  let names: [String]
  /// Numbered files.
  let series: [FileSeries]

  /// Training's own files, and those of given names and series.
  public init(names: [String] = [], series: [FileSeries] = []) {
    let (own, ownSeries) = ([Self.log, Self.curves], [FileSeries.snapshots])
    self.names = own + names.filter { !own.contains($0) }
    self.series = ownSeries + series.filter { !ownSeries.contains($0) }
  }

  /// These and other files.
  public func adding(_ others: RunFiles) -> RunFiles {
    RunFiles(
      names: names + others.names.filter { !names.contains($0) },
      series: series + others.series.filter { !series.contains($0) }
    )
  }

  /// Whether a file of this name is enough to say that the folder holds a run.
  static func marksRun(_ name: String) -> Bool {
    name == log || FileSeries.snapshots.iteration(in: name) != nil
  }

  /// The folders in the run's own that its files are in.
  var subfolders: Set<String> { Set(series.map(\.folder)).subtracting([""]) }

  /// Whether the run writes files of this name to a folder in its own, or to that itself, "".
  func contain(_ name: String, in folder: String = "") -> Bool {
    (folder.isEmpty && names.contains(name))
      || series.contains { $0.folder == folder && $0.iteration(in: name) != nil }
  }

  /// Whether the run writes a file of this path in its folder.
  func contain(path: String) -> Bool {
    let parts = path.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    return parts.count <= 2 && contain(parts.last ?? "", in: parts.count == 2 ? parts[0] : "")
  }

  /// Whether the name is of a run's file that was being written: `.NAME.PROCESS.ATTEMPT.partial`,
  /// as `AtomicFile` has it.
  func containTemporary(_ name: String, in folder: String = "") -> Bool {
    guard name.hasPrefix("."), name.hasSuffix(".partial") else { return false }
    let parts = name.dropFirst().dropLast(".partial".count).split(separator: ".")
    guard parts.count > 2, parts.suffix(2).allSatisfy({ Int($0) != nil }) else { return false }
    return contain(parts.dropLast(2).joined(separator: "."), in: folder)
  }
}
