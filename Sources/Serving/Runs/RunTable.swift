internal import Archives
internal import Foundation
internal import Synchronization
internal import Training

/// The runs that the page shows: the only way from an address to a folder.
final class RunTable: Sendable {
  private struct Contents {
    var runs: [ServedRun] = []
    var known: Set<String> = []
    var lastScan: ContinuousClock.Instant?
  }

  /// The most runs.
  static let mostRuns = 2000
  private static let mostEntries = 20_000

  private let roots: [String]
  private let contents = Mutex(Contents())

  /// The runs at the given paths: folders of runs, or folders that hold some, two levels down at most.
  ///
  /// - Parameters:
  ///   - roots: The paths.
  ///   - trained: The folder of a run in training, which comes first, though there may be nothing in it yet.
  init(_ roots: [String], trained: String? = nil) {
    self.roots = roots
    if let trained {
      contents.withLock { contents in
        contents.known.insert(trained)
        contents.runs.append(
          ServedRun(number: 0, path: trained, name: Self.name(of: trained, among: roots))
        )
      }
    }
    scan()
  }

  /// All runs, after a look for new ones if the last is some seconds ago.
  var all: [ServedRun] {
    let isDue = contents.withLock { contents in
      contents.lastScan.map { ContinuousClock.now - $0 > .seconds(3) } ?? true
    }
    if isDue { scan() }
    return contents.withLock { $0.runs }
  }

  /// The run of a number.
  subscript(number: Int) -> ServedRun? {
    contents.withLock { $0.runs.indices.contains(number) ? $0.runs[number] : nil }
  }

  private func scan() {
    var found: [(path: String, name: String)] = []
    var entries = 0
    for root in roots {
      collect(root, name: Self.name(of: root, among: roots), depth: 0, &found, &entries)
    }
    contents.withLock { contents in
      for (path, name) in found
      where contents.runs.count < Self.mostRuns && contents.known.insert(path).inserted {
        contents.runs.append(ServedRun(number: contents.runs.count, path: path, name: name))
      }
      contents.lastScan = .now
    }
  }

  private func collect(
    _ path: String,
    name: String,
    depth: Int,
    _ found: inout [(path: String, name: String)],
    _ entries: inout Int
  ) {
    let names = ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).sorted()
    if names.contains(where: { RunFiles.marksRun($0) || $0 == ".lock" }) {
      found.append((path, name))
      return
    }
    guard depth < 2 else { return }
    for child in names where !child.hasPrefix(".") {
      entries += 1
      if entries > Self.mostEntries { return }
      let place = RunFolder.path(of: child, inRun: path)
      guard FileKind(at: place, followingLinks: false) == .folder else { continue }
      let label = name.isEmpty ? child : "\(name)/\(child)"
      collect(place, name: label, depth: depth + 1, &found, &entries)
    }
  }

  /// What the runs below a root are called by: nothing where there is one root that only holds runs.
  private static func name(of root: String, among roots: [String]) -> String {
    let isHere = root == "." || root == "./"
    if isHere && roots.count == 1 { return "" }
    func last(_ path: String) -> String { String(path.split(separator: "/").last ?? "/") }
    return roots.count { last($0) == last(root) } == 1 ? last(root) : root
  }
}
