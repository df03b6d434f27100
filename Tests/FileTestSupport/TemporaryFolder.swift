import Foundation
import Synchronization

/// A folder for one test, removed with all that is in it when nothing holds it any longer, or the process ends.
public final class TemporaryFolder: Sendable {
  /// The folder's path.
  public let path: String

  /// Makes an empty folder.
  public init() throws {
    let url = FileManager.default.temporaryDirectory
      .appendingPathComponent("forger-test-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    path = url.path
    Self.present.add(path)
  }

  deinit { Self.present.remove(path) }

  /// The folders that there are; constants of suites hold some to the end.
  private static let present = Present()

  private final class Present: Sendable {
    private let paths = Mutex<Set<String>>([])

    init() {
      atexit { TemporaryFolder.present.removeAll() }
    }

    func add(_ path: String) { paths.withLock { _ = $0.insert(path) } }

    func remove(_ path: String) {
      paths.withLock { _ = $0.remove(path) }
      try? FileManager.default.removeItem(atPath: path)
    }

    func removeAll() {
      for path in paths.withLock({ $0 }) { try? FileManager.default.removeItem(atPath: path) }
    }
  }

  /// The path of `name` inside the folder.
  public func callAsFunction(_ name: String) -> String { path + "/" + name }

  /// Writes a file, with the folders it needs, and returns its path.
  @discardableResult
  public func write(_ bytes: [UInt8], as name: String) throws -> String {
    let url = URL(fileURLWithPath: self(name))
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(),
      withIntermediateDirectories: true
    )
    try Data(bytes).write(to: url)
    return url.path
  }

  /// The names of everything in the folder, hidden files included, sorted.
  public func names() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: path).sorted()
  }
}
