import Archives
import FileTestSupport
import Foundation
import Imaging
import Recipes
import Training

/// Folders that look like those of runs.
struct RunFixture {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// Writes a run of so many entries, with previews of a grid of `cell`-sized samples, and returns its path.
  func write(
    _ name: String,
    entries: Int = 20,
    previews: Int = 3,
    cell: Int = 4,
    log: String? = nil,
    change: (inout Recipe) -> Void = { _ in }
  ) throws -> String {
    var recipe = Recipe.mlpMNIST
    recipe.dataset = "some images"
    change(&recipe)
    var arrays = NamedArrays()
    arrays["recipe"] = recipe.array
    try folder.write([], as: "\(name)/.keep")
    try NPZ.write(arrays, to: folder("\(name)/gen_iter_7.npz"))
    let lines = (1...entries).map { index in
      """
      {"epoch": \(index / 5), "iteration": \(index * 100), "elapsed_time": \(index * 10), \
      "gen/loss": \(1 + Double(index % 7) / 7), "dis/loss": 0.5, "D(x)": 0.7, "D(G(z))": 0.3, \
      "eval/frechet": \(abs(index - entries / 2) + 3)}
      """
    }
    try folder.write(
      Array((log ?? "[\n" + lines.joined(separator: ",\n") + "\n]\n").utf8),
      as: "\(name)/log"
    )
    var random = SplitMix64(state: 1)
    for index in 0..<previews {
      let (height, width) = (10 * cell, 10 * cell)
      let pixels = (0..<height * width * 3).map { _ in UInt8.random(in: 0...255, using: &random) }
      let image = Image(height: height, width: width, channels: 3, pixels: pixels)
      try folder.write(
        PNG.encode(image),
        as: "\(name)/" + FileSeries.previews.path(of: (index + 1) * 100)
      )
    }
    return folder(name)
  }
}
