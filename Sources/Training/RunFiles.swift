/// The files that a run writes, as opposed to others in its folder.
///
/// Training writes a log, a drawing of its curves and snapshots; a run adds its own files.
public struct RunFiles: Sendable {
  /// The log: `log`.
  package static let log = "log"
  /// The drawing of the curves: `losses.svg`.
  static let curves = "losses.svg"

  /// Names of single files in the run's folder.
  let names: [String]
  /// Series of numbered files.
  let series: [FileSeries]

  /// Training's own files, and those of the given names and series.
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

  /// Whether a file of this name shows that the folder holds a run.
  package static func marksRun(_ name: String) -> Bool {
    name == log || FileSeries.snapshots.iteration(in: name) != nil
  }

  /// The subfolders that hold files of the run.
  var subfolders: Set<String> { Set(series.map(\.folder)).subtracting([""]) }

  /// Whether the run writes files of this name to a subfolder, or to its own folder, "".
  func contain(_ name: String, in folder: String = "") -> Bool {
    (folder.isEmpty && names.contains(name))
      || series.contains { $0.folder == folder && $0.iteration(in: name) != nil }
  }

  /// Whether the run writes a file of this path in its folder.
  func contain(path: String) -> Bool {
    let parts = path.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    return parts.count <= 2 && contain(parts.last ?? "", in: parts.count == 2 ? parts[0] : "")
  }

  /// Whether the name is that of a temporary file of the run, `.NAME.PROCESS.ATTEMPT.partial`, as written by
  /// `AtomicFile`.
  func containTemporary(_ name: String, in folder: String = "") -> Bool {
    guard name.hasPrefix("."), name.hasSuffix(".partial") else { return false }
    let parts = name.dropFirst().dropLast(".partial".count).split(separator: ".")
    guard parts.count > 2, parts.suffix(2).allSatisfy({ Int($0) != nil }) else { return false }
    return contain(parts.dropLast(2).joined(separator: "."), in: folder)
  }
}
