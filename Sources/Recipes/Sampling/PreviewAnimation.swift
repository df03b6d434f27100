public import Archives
internal import Imaging
public import Training

/// Writes `preview.gif` when a run ends: its previews one after the other.
///
/// It is made of the files in `preview`, so that it shows the whole run, resumed or not, in at most
/// sixty frames, the first and the last preview among them.
public final class PreviewAnimation: Extension {
  /// `animation`.
  public let name = "animation"
  /// Shown after all others have written their files.
  public let priority = ExtensionPriority.keeper

  private static let mostFrames = 60
  /// All frames but the last, which stays for longer.
  private static let (seconds, lastSeconds) = (0.15, 2.0)
  private let passedOver: (FileProblem) -> Void

  /// An animation; `passedOver` is told of previews that cannot be shown.
  public init(passingOver passedOver: @escaping (FileProblem) -> Void) {
    self.passedOver = passedOver
  }

  /// Writes the animation of the previews so far; nothing where there is none.
  ///
  /// - Throws: `FileProblem` where it cannot be written.
  public func run(in trainer: Trainer) throws {
    let frames = usable(Self.thinned(previews(of: trainer), to: Self.mostFrames))
    guard !frames.isEmpty else { return }
    try trainer.folder.write(RunFiles.animation) { path in
      try GIF.write(
        frames.count,
        to: path,
        seconds: { $0 == frames.count - 1 ? Self.lastSeconds : Self.seconds },
        frame: { try ImageFile.read(frames[$0]) }
      )
    }
  }

  /// Writes it at the end of the run, and of a part of it that is interrupted.
  public func finalize(_ trainer: Trainer) throws { try run(in: trainer) }

  /// The animation, where there is one.
  public func findings(in trainer: Trainer) -> [RunFinding] {
    let path = trainer.folder.path(of: RunFiles.animation)
    return FileKind(at: path) == .missing ? [] : [.file("animation", path: path)]
  }

  /// The run's previews by iteration; later ones than its last are of another course that was gone back
  /// on.
  private func previews(of trainer: Trainer) -> [String] {
    FileSeries.previews.files(inRun: trainer.folder.path)
      .filter { $0.iteration <= trainer.iteration }
      .map { trainer.folder.path(of: $0.path) }
  }

  /// The pictures that can be read and are of the last one's size.
  private func usable(_ paths: [String]) -> [String] {
    var size: [Int]?
    let usable = paths.reversed().filter { path in
      do throws(FileProblem) {
        let found = try Self.size(of: path)
        guard found == size ?? found else {
          throw FileProblem(
            path,
            found: "is a picture of another size than the last",
            expected: "previews of one size"
          )
        }
        size = found
        return true
      } catch {
        passedOver(error)
        return false
      }
    }
    return usable.reversed()
  }

  /// Rows, columns and channels of a picture that is whole.
  private static func size(of path: String) throws(FileProblem) -> [Int] {
    let image = try ImageFile.read(path)
    return [image.height, image.width, image.channels]
  }

  /// So many of the elements at most, evenly, the first and the last among them.
  ///
  /// - Precondition: `count` is at least 2.
  package static func thinned<Element>(_ elements: [Element], to count: Int) -> [Element] {
    guard elements.count > count else { return elements }
    return (0..<count).map { elements[$0 * (elements.count - 1) / (count - 1)] }
  }
}
