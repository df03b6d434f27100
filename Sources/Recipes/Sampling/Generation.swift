internal import Adversarial
internal import Archives
internal import Datasets
internal import Foundation
internal import Imaging
public import TensorCore
internal import Terminal

/// Writes samples of a trained generator to files.
public struct Generation {
  private let checkpoint: String
  private let seed: UInt64
  private let context: Context

  /// Generation with the generator of a checkpoint.
  ///
  /// - Parameters:
  ///   - checkpoint: A path that `GeneratorCheckpoint` can read.
  ///   - seed: The random seed.
  ///   - context: The context to compute in.
  public init(from checkpoint: String, seed: UInt64 = 0, in context: Context = .current) {
    self.checkpoint = checkpoint
    self.seed = seed
    self.context = context
  }

  /// Writes a grid of samples as PNG.
  ///
  /// - Throws: `FileProblem` if the checkpoint cannot be read or the file cannot be written.
  public func writeGrid(rows: Int, columns: Int, to path: String) throws {
    let grid = try context.run {
      try GeneratorCheckpoint(readingFrom: checkpoint).sampler
        .grid(rows: rows, columns: columns, seed: seed)
    }
    try PNG.write(grid, to: path)
  }

  /// Writes samples as `image00000001.png` and so on; the first ones are those of a grid.
  ///
  /// - Throws: `FileProblem` if the checkpoint cannot be read or a file cannot be written.
  public func writeEach(_ count: Int, to folder: String) throws {
    try context.run {
      let sampler = try GeneratorCheckpoint(readingFrom: checkpoint).sampler
      try makeFolder(folder)
      try sampler.forEachPart(of: count, seed: seed) { _, images, first in
        for (index, image) in sampler.recipe.pixelRange.images(images).enumerated() {
          try PNG.write(image, to: "\(folder)/image\(numbered(first + index + 1)).png")
        }
      }
    }
  }

  /// Writes latent vectors and samples as arrays; the first ones are those of a grid.
  ///
  /// The arrays are `z`, `[N, latentSize]`, `image`, `[N, H, W, C]` in the range of the recipe's generator,
  /// and `label`, `[N]`, if the generator is conditioned on classes.
  ///
  /// - Throws: `FileProblem` if the checkpoint cannot be read or the file cannot be written.
  public func writeArrays(_ count: Int, to path: String) throws {
    let arrays = try context.run {
      let sampler = try GeneratorCheckpoint(readingFrom: checkpoint).sampler
      var vectors: [Float] = []
      var condition: Condition?
      var values: [Float] = []
      sampler.forEachPart(of: count, seed: seed) { input, images, _ in
        vectors += input.z.scalars
        condition = condition?.joined(with: input.condition) ?? input.condition
        values += images.scalars
      }
      return SampleArrays.arrays(
        z: vectors,
        condition: condition ?? .none,
        images: values,
        count: count,
        for: sampler.recipe
      )
    }
    try NPZ.write(arrays, to: path)
  }
}
