internal import Archives
internal import Datasets
internal import Foundation
public import TensorCore

/// Keeps the choices of convolution algorithms from one process to the next: measuring takes longer than some
/// iterations, and may give another result the next time.
///
/// The file is `forger/convolutions.json` in `$XDG_CACHE_HOME` (`~/.cache`): the choices by convolution for
/// each machine. It is a convenience: a file that cannot be read or written, or holds something else, is
/// ignored. Several processes may use it at once: a lock keeps their additions apart, and none sees half a
/// file.
public struct ConvolutionCache: Sendable {
  /// `convolutions.json`.
  public static let fileName = "convolutions.json"

  /// A larger file is not ours; thousands of convolutions take less.
  private static let mostBytes = 4 << 20

  private typealias Machines = [String: ConvolutionChoices]

  private let folder: String
  private let machine: String

  /// The user's cache for this machine; `nil` if the environment names no folder for it.
  public init?() {
    guard let folder = DatasetCatalog().cache else { return nil }
    self.init(in: folder, machine: Self.machine)
  }

  /// The cache in a folder, which is created when there is something to write.
  package init(in folder: String, machine: String) {
    self.folder = folder
    self.machine = machine
  }

  /// The choices kept for the machine.
  public var choices: ConvolutionChoices { machines[machine] ?? ConvolutionChoices() }

  /// Adds choices to those that are kept already; the earlier choice for a convolution stays.
  ///
  /// It reads and writes a file under a lock, so do not call it in the middle of a computation.
  public func keep(_ new: ConvolutionChoices) {
    guard !new.algorithms.isEmpty else { return }
    try? makeFolder(folder)
    withFileLock(folder + "/convolutions.lock") {
      var machines = machines
      let kept = machines[machine] ?? ConvolutionChoices()
      var choices = new
      choices.merge(kept)
      guard choices != kept else { return }
      machines[machine] = choices
      // A file that has grown too long starts over.
      if !write(machines) { _ = write([machine: new]) }
    }
  }

  private var path: String { folder + "/" + Self.fileName }

  private var machines: Machines {
    guard let file = try? InputFile(path), file.byteCount <= Self.mostBytes,
      let bytes = try? file.read(upTo: Self.mostBytes)
    else { return [:] }
    return (try? JSONDecoder().decode(Machines.self, from: Data(bytes))) ?? [:]
  }

  /// Writes the file if possible; returns whether it is short enough.
  private func write(_ machines: Machines) -> Bool {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
    guard let data = try? encoder.encode(machines), data.count <= Self.mostBytes else {
      return false
    }
    try? AtomicFile.write([UInt8](data) + "\n".utf8, to: path)
    return true
  }

  /// The CPU, whatever else affects speed, and the version of the candidates.
  private static var machine: String {
    let build = isOptimized ? "" : " without optimization"
    return
      "\(processor), \(ComputeDevice.library), kernels \(ConvolutionAlgorithm.version)\(build)"
  }

  /// Whether Forger's own kernels are as fast as they get: a debug build would choose oneDNN for release builds.
  private static var isOptimized: Bool {
    #if DEBUG
    false
    #else
    true
    #endif
  }
}
