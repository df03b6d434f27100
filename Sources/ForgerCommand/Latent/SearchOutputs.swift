import Archives
import ArgumentParser
import Imaging
import LatentTools

/// A command that searches latent vectors.
protocol SearchCommand: Sendable {
  /// Where its strip goes unless told otherwise.
  static var strip: String { get }
}

/// Where a search's pictures go.
struct SearchOutputs<Command: SearchCommand>: ParsableArguments {
  @Option(name: .shortAndLong, help: ArgumentHelp("The strip's file.", valueName: "path"))
  var out = Command.strip

  @Option(
    help: ArgumentHelp("The animation's file. (default: as --out, with .gif)", valueName: "path")
  )
  var gif: String?

  @Option(
    help: ArgumentHelp(
      "The file of vectors, images and errors. (default: as --out, with .npz)",
      valueName: "path"
    )
  )
  var arrays: String?

  func validate() throws {
    let files: [(option: String, path: String)] = [
      ("--out", out), ("--gif", animationPath), ("--arrays", arraysPath),
    ]
    for (option, path) in files { try check(path, isNotEmpty: option) }
    try checkDifferent(files)
  }

  /// Writes all three files.
  ///
  /// - Throws: `FileProblem` where one cannot be written.
  func write(_ found: [ReconstructedPicture], by search: some Reconstruction) throws {
    try PNG.write(search.strip(of: found), to: out)
    try search.writeAnimation(of: found, to: animationPath)
    try NPZ.write(search.arrays(of: found), to: arraysPath)
  }

  /// The three paths, as people read them.
  var text: String { "\(out), \(animationPath), \(arraysPath)" }

  private var animationPath: String { gif ?? out.withoutPNG + ".gif" }
  private var arraysPath: String { arrays ?? out.withoutPNG + ".npz" }
}
