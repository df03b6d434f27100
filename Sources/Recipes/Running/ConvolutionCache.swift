internal import Archives
internal import Datasets
internal import Foundation
public import TensorCore

/// Keeps the choice of convolution algorithms from one process to the next: measuring takes longer than
/// some iterations, and may come out otherwise the next time.
///
/// The file is `forger/convolutions.json` in `$XDG_CACHE_HOME` (`~/.cache`): by machine, the choices by
/// convolution. It is a convenience. One that cannot be read or written, or holds something else, is as good
/// as none. Processes may run at once: a lock keeps their additions apart, and none sees half a file.
public struct ConvolutionCache: Sendable {
  /// `convolutions.json`.
  public static let fileName = "convolutions.json"

  /// More than this is not ours; thousands of convolutions are less.
  private static let mostBytes = 4 << 20

  private typealias Machines = [String: ConvolutionChoices]

  private let folder: String
  private let machine: String

  /// The user's cache for this machine; `nil` where the environment names no folder for it.
  public init?() {
    guard let folder = DatasetCatalog().cache else { return nil }
    self.init(in: folder, machine: Self.machine)
  }

  /// The file in a folder, which is made when there is something to write.
  package init(in folder: String, machine: String) {
    self.folder = folder
    self.machine = machine
  }

  /// What is kept for the machine.
  public var choices: ConvolutionChoices { machines[machine] ?? ConvolutionChoices() }

  /// Keeps choices besides those that are kept already; where both know a convolution, the earlier choice
  /// stays.
  ///
  /// It reads and writes a file under a lock: this is nothing for the middle of a computation.
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
      // A file that has grown too long starts anew.
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

  /// Writes the file if it can be; whether it is not too long.
  private func write(_ machines: Machines) -> Bool {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
    guard let data = try? encoder.encode(machines), data.count <= Self.mostBytes else {
      return false
    }
    try? AtomicFile.write([UInt8](data) + "\n".utf8, to: path)
    return true
  }

  /// The CPU, what else decides about speed, and the version of the candidates.
  private static var machine: String {
    "\(processor), \(ComputeDevice.library), kernels \(ConvolutionAlgorithm.version)"
  }
}
