public import Archives
import Foundation

/// The systems of which there are golden runs, by what their files' names start with.
public enum GoldenKind: String, CaseIterable, Sendable {
  /// Chainer's DCGAN.
  case chainerDCGAN = "chainer_dcgan"
  /// PyTorch's two perceptrons.
  case torchMLP = "torch_mlp"
  /// Keras's DCGAN that enlarges by repeating pixels.
  case kerasDCGAN = "keras_dcgan"
  /// TensorFlow's DCGAN.
  case tensorFlowDCGAN = "tf_dcgan"
  /// DiffAugment alone, without networks.
  case diffAugment = "diffaugment"
  /// R3GAN by its paper's code, unconditional and conditional.
  case torchR3GAN = "torch_r3gan"
}

/// A folder of golden runs: numbers recorded from the tutorials' own frameworks.
///
/// The environment variable `FORGER_GOLDEN` names another folder than the one that comes with the
/// tests.
public struct GoldenFolder {
  /// The folder's path.
  public let path: String

  /// The folder that the environment names, or else the given one.
  public init(besides standard: String) {
    path = ProcessInfo.processInfo.environment["FORGER_GOLDEN"] ?? standard
  }

  /// The folder at a path, whatever the environment says.
  public init(at path: String) { self.path = path }

  /// All runs of a kind, in the order of their names; none if the folder holds only other kinds.
  ///
  /// - Throws: `FileProblem` where a file cannot be read, or where there is no golden file at all.
  public func runs(of kind: GoldenKind) throws(FileProblem) -> [GoldenRun] {
    let found = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
    let names = found.filter { $0.hasSuffix(".npz") }.sorted()
    guard GoldenKind.allCases.contains(where: { kind in names.contains { kind.names($0) } })
    else {
      throw FileProblem(
        path,
        found: "holds no golden run",
        expected: "files such as '\(kind.rawValue).npz'"
      )
    }
    return try names.filter(kind.names).map { name throws(FileProblem) in
      let file = "\(path)/\(name)"
      if kind == .torchR3GAN { return try GoldenRun(unpacking: file, name: name) }
      return GoldenRun(name: name, path: file, arrays: try NPZ.read(file))
    }
  }
}

extension GoldenKind {
  fileprivate func names(_ file: String) -> Bool {
    file.hasPrefix(rawValue) && file.hasSuffix(".npz")
  }
}
