import Archives
import ArgumentParser
import Imaging
import LatentTools

/// A command that searches for latent vectors.
protocol SearchCommand: Sendable {
  /// The default path of its grid.
  static var grid: String { get }
}

/// Where a search's results go.
struct SearchOutputs<Command: SearchCommand>: ParsableArguments {
  @Option(name: .shortAndLong, help: ArgumentHelp("The grid's file.", valueName: "path"))
  var out = Command.grid

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
  /// - Throws: `FileProblem` if one cannot be written.
  func write(_ found: [ReconstructedImage], by search: some Reconstruction) throws {
    try PNG.write(search.grid(of: found), to: out)
    try search.writeAnimation(of: found, to: animationPath)
    try NPZ.write(search.arrays(of: found), to: arraysPath)
  }

  /// The three paths, for people.
  var text: String { "\(out), \(animationPath), \(arraysPath)" }

  private var animationPath: String { gif ?? out.withoutPNG + ".gif" }
  private var arraysPath: String { arrays ?? out.withoutPNG + ".npz" }
}
