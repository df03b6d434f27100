internal import Adversarial
internal import Archives
internal import Datasets
internal import Foundation
internal import Imaging
public import TensorCore
internal import Terminal

/// Writes samples of a trained generator to files.
public struct Generation {
  /// Which classes samples are of.
  public enum Classes: Equatable, Sendable {
    /// Any, each equally often on average; all that an unconditional generator makes.
    case any
    /// The one of a name or a number.
    case one(String)
    /// All, one after the other, of the same latent vectors; numbers of samples are those of each.
    case each
  }

  /// The most samples of a grid or in arrays.
  private static let mostTogether = 65_536

  private let checkpoint: String
  private let classes: Classes
  private let seed: UInt64
  private let context: Context

  /// Generation with the generator of a checkpoint.
  ///
  /// - Parameters:
  ///   - checkpoint: What `GeneratorCheckpoint` can read.
  ///   - classes: Which classes they are of.
  ///   - seed: Other seeds give other samples.
  ///   - context: What they are computed in.
  public init(
    from checkpoint: String,
    of classes: Classes = .any,
    seed: UInt64 = 0,
    in context: Context = .current
  ) {
    (self.checkpoint, self.classes) = (checkpoint, classes)
    self.seed = seed
    self.context = context
  }

  /// Writes a grid of samples as PNG; of each class so many rows.
  ///
  /// - Returns: The rows of the grid.
  /// - Throws: `FileProblem` where the checkpoint cannot be read, does not make the classes, or the file cannot be
  ///   written.
  @discardableResult
  public func writeGrid(rows: Int, columns: Int, to path: String) throws -> Int {
    let (grid, rows) = try context.run {
      let samplers = try samplers(together: rows * columns)
      let samples = samplers.flatMap { $0.samples(rows * columns, seed: seed) }
      let all = rows * samplers.count
      return (ImageGrid(rows: all, columns: columns).image(of: samples), all)
    }
    try PNG.write(grid, to: path)
    return rows
  }

  /// Writes samples as `image00000001.png` and so on, those of each class to a folder of its own; the first ones
  /// are those of a grid.
  ///
  /// - Returns: The number of samples.
  /// - Throws: `FileProblem` where the checkpoint cannot be read, does not make the classes, or a file cannot be
  ///   written.
  @discardableResult
  public func writeEach(_ count: Int, to folder: String) throws -> Int {
    try context.run {
      let samplers = try samplers()
      for sampler in samplers {
        let place = classes == .each ? "\(folder)/\(sampler.folderName)" : folder
        try makeFolder(place)
        try sampler.forEachPart(of: count, seed: seed) { _, images, first in
          for (index, image) in sampler.recipe.pixelRange.images(images).enumerated() {
            try PNG.write(image, to: "\(place)/image\(numbered(first + index + 1)).png")
          }
        }
      }
      return count * samplers.count
    }
  }

  /// Writes latent vectors and samples as arrays; the first ones are those of a grid.
  ///
  /// The arrays are `z`, `[N, latentSize]`, `image`, `[N, H, W, C]` in the range of the recipe's generator,
  /// and `label`, `[N]`, if the generator is conditioned on classes.
  ///
  /// - Returns: N.
  /// - Throws: `FileProblem` where the checkpoint cannot be read, does not make the classes, or the file cannot be
  ///   written.
  @discardableResult
  public func writeArrays(_ count: Int, to path: String) throws -> Int {
    let (arrays, total) = try context.run {
      let samplers = try samplers(together: count)
      var vectors: [Float] = []
      var condition: Condition?
      var values: [Float] = []
      for sampler in samplers {
        sampler.forEachPart(of: count, seed: seed) { input, images, _ in
          vectors += input.z.scalars
          condition = condition?.joined(with: input.condition) ?? input.condition
          values += images.scalars
        }
      }
      let total = count * samplers.count
      let arrays = SampleArrays.arrays(
        z: vectors,
        condition: condition ?? .none,
        images: values,
        count: total,
        for: samplers[0].recipe
      )
      return (arrays, total)
    }
    try NPZ.write(arrays, to: path)
    return total
  }

  /// The samplers that make the samples, `count` each, one after the other.
  private func samplers(together count: Int = 0) throws -> [Sampler] {
    let read = try GeneratorCheckpoint(readingFrom: checkpoint)
    let (sampler, total) = (read.sampler, read.sampler.conditioning.classCount)
    if classes == .any { return [sampler] }
    guard total > 0 else {
      throw FileProblem(
        read.path,
        found: "makes samples of no classes",
        expected: "a generator that was trained with classes"
      )
    }
    guard case .one(let name) = classes else {
      guard count * total <= Self.mostTogether else {
        throw FileProblem(
          read.path,
          found: "makes \(total) classes, \(count * total) samples in all",
          expected: "at most \(Self.mostTogether) together"
        )
      }
      return (0..<total).map(sampler.asking)
    }
    guard let label = read.recipe.label(ofClass: name) else {
      let names = read.recipe.classNames
      let some = names.prefix(20).joined(separator: ", ") + (names.count > 20 ? ", …" : "")
      throw FileProblem(
        read.path,
        found: "makes no class '\(name)'",
        expected: (names.isEmpty ? "" : "one of \(some), or ") + "a number from 0 to \(total - 1)"
      )
    }
    return [sampler.asking(for: label)]
  }
}

extension Sampler {
  /// What a folder of the class is called: its name, or its number where the name will not do for a folder.
  fileprivate var folderName: String {
    let number = label ?? 0
    guard recipe.classNames.indices.contains(number) else { return "\(number)" }
    let name = recipe.classNames[number]
    let isPlain =
      !name.isEmpty && !name.hasPrefix(".") && name.utf8.count < 256
      && name.unicodeScalars.allSatisfy { $0 != "/" && $0.value >= 32 && $0.value != 127 }
    // Two classes of one name would write over each other's samples.
    return isPlain && recipe.classNames.count(where: { $0 == name }) == 1 ? name : "\(number)"
  }
}
