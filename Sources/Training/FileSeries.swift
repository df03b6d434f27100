/// A series of files that a run writes, numbered by iteration: `gen_iter_1000.npz`,
/// `preview/image00001000.png`.
///
/// Event files are numbered by session, which is called an iteration here.
public struct FileSeries: Equatable, Sendable {
  /// The subfolder, or "" for the run's own folder.
  public let folder: String
  private let start: String
  private let end: String
  private let digits: Int

  /// `snapshot_iter_1000.npz`.
  package static let snapshots = FileSeries("snapshot")

  /// Files named `STEM_iter_1000.npz` in the run's own folder.
  public init(_ stem: String) {
    self.init(from: stem + "_iter_", to: ".npz")
  }

  /// Files whose names consist of a number between two texts.
  ///
  /// - Parameters:
  ///   - folder: The subfolder, or "" for the run's own folder.
  ///   - start: The text before the number.
  ///   - end: The text after the number.
  ///   - digits: The least number of digits, padded with zeros.
  public init(in folder: String = "", from start: String, to end: String, digits: Int = 1) {
    (self.folder, self.start, self.end, self.digits) = (folder, start, end, digits)
  }

  /// The name of an iteration's file in `folder`.
  public func name(of iteration: Int) -> String {
    let number = String(iteration)
    return start + String(repeating: "0", count: max(digits - number.count, 0)) + number + end
  }

  /// The path of an iteration's file, relative to the run's folder.
  public func path(of iteration: Int) -> String { path(of: name(of: iteration)) }

  /// The iteration in the name of a file in `folder`, or `nil` if it is not of this series.
  public func iteration(in name: String) -> Int? {
    guard name.hasPrefix(start), name.hasSuffix(end), name.count > start.count + end.count else {
      return nil
    }
    let number = name.dropFirst(start.count).dropLast(end.count)
    // `Int` would accept a sign.
    guard number.allSatisfy({ ("0"..."9").contains($0) }) else { return nil }
    return Int(number)
  }

  /// The files of the series in the folder of a run at `path`, with paths relative to it, by iteration.
  public func files(inRun path: String) -> [(path: String, iteration: Int)] {
    RunFolder.names(in: folder.isEmpty ? path : RunFolder.join(path, folder))
      .compactMap { name in iteration(in: name).map { (path: self.path(of: name), iteration: $0) } }
      .sorted { $0.iteration < $1.iteration }
  }

  private func path(of name: String) -> String { folder.isEmpty ? name : folder + "/" + name }
}
