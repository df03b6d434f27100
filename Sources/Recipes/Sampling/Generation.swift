internal import Adversarial
internal import Archives
internal import Datasets
internal import Foundation
internal import Imaging
public import TensorCore
internal import Terminal

/// Pictures from a trained generator, as files.
public struct Generation {
  /// Which classes pictures are of.
  public enum Classes: Equatable, Sendable {
    /// Any, each equally often on average; all that an unconditional generator makes.
    case any
    /// The one of a name or a number.
    case one(String)
    /// All, one after the other, of the same latent vectors; numbers of pictures are those of each.
    case each
  }

  /// The most pictures of a sheet or in arrays.
  private static let mostTogether = 65_536

  private let checkpoint: String
  private let classes: Classes
  private let seed: UInt64
  private let context: Context

  /// Pictures from the generator in a checkpoint.
  ///
  /// - Parameters:
  ///   - checkpoint: What `GeneratorCheckpoint` can read.
  ///   - classes: Which classes they are of.
  ///   - seed: Other seeds give other pictures.
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

  /// Writes a grid of pictures as PNG; of each class so many rows.
  ///
  /// - Returns: The rows of the grid.
  /// - Throws: `FileProblem` where the checkpoint cannot be read, does not make the classes, or the file cannot be
  ///   written.
  @discardableResult
  public func writeSheet(rows: Int, columns: Int, to path: String) throws -> Int {
    let (sheet, rows) = try context.run {
      let samplers = try samplers(together: rows * columns)
      let pictures = samplers.flatMap { $0.pictures(rows * columns, seed: seed) }
      let all = rows * samplers.count
      return (ImageGrid(rows: all, columns: columns).picture(of: pictures), all)
    }
    try PNG.write(sheet, to: path)
    return rows
  }

  /// Writes pictures as `image00000001.png` and so on, those of each class to a folder of its own; the first ones
  /// are those of a sheet.
  ///
  /// - Returns: The number of pictures.
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
          for (index, picture) in sampler.recipe.pixelRange.images(images).enumerated() {
            try PNG.write(picture, to: "\(place)/image\(numbered(first + index + 1)).png")
          }
        }
      }
      return count * samplers.count
    }
  }

  /// Writes latent vectors and images as numbers, those of a sheet.
  ///
  /// The arrays are `z`, `[N, latentSize]`, and `image`, `[N, H, W, C]` in the range that the recipe's
  /// generator makes; of a generator of classes, `label`, `[N]`, too.
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

  /// The samplers that make the pictures, `count` each, one after the other.
  private func samplers(together count: Int = 0) throws -> [Sampler] {
    let read = try GeneratorCheckpoint(readingFrom: checkpoint)
    let (sampler, total) = (read.sampler, read.sampler.conditioning.classCount)
    if classes == .any { return [sampler] }
    guard total > 0 else {
      throw FileProblem(
        read.path,
        found: "makes pictures of no classes",
        expected: "a generator that was trained with classes"
      )
    }
    guard case .one(let name) = classes else {
      guard count * total <= Self.mostTogether else {
        throw FileProblem(
          read.path,
          found: "makes \(total) classes, \(count * total) pictures in all",
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
    // Two classes of one name would write over each other's pictures.
    return isPlain && recipe.classNames.count(where: { $0 == name }) == 1 ? name : "\(number)"
  }
}
