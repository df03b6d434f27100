public import Adversarial
internal import Archives
internal import Datasets
internal import Foundation
internal import Imaging
import Preconditions
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
  public static let mostTogether = 65_536

  private let checkpoint: String
  private let classes: Classes
  private let best: Int?
  private let truncation: Truncation?
  private let seed: UInt64
  private let context: Context

  /// Generation with the generator of a checkpoint.
  ///
  /// - Parameters:
  ///   - checkpoint: What `GeneratorCheckpoint` can read.
  ///   - classes: Which classes they are of.
  ///   - best: If given, only so many samples of each class are written, those that the discriminator finds most
  ///     real of all that are asked for.
  ///   - truncation: How latent vectors are truncated, if they are.
  ///   - seed: Other seeds give other samples.
  ///   - context: What they are computed in.
  /// - Precondition: `best` is positive, if it is given.
  public init(
    from checkpoint: String,
    of classes: Classes = .any,
    keepingBest best: Int? = nil,
    truncatedBy truncation: Truncation? = nil,
    seed: UInt64 = 0,
    in context: Context = .current
  ) {
    require(best ?? 1 > 0, "Generation: the best \(best ?? 0) samples")
    (self.checkpoint, self.classes, self.best) = (checkpoint, classes, best)
    (self.truncation, self.seed) = (truncation, seed)
    self.context = context
  }

  /// Writes a grid of samples as PNG; of each class so many rows.
  ///
  /// - Parameters:
  ///   - rows: Rows, of each class.
  ///   - columns: Columns.
  ///   - count: The samples of each class; as many as there is room for if `nil`. The best of them, if only
  ///     those are kept, are shown best first.
  ///   - path: The file.
  /// - Returns: The rows of the grid.
  /// - Throws: `FileProblem` where the checkpoint cannot be read, does not make the classes, has no discriminator
  ///   to find the best, or the file cannot be written.
  /// - Precondition: There is room for all that are kept.
  @discardableResult
  public func writeGrid(
    rows: Int,
    columns: Int,
    of count: Int? = nil,
    to path: String
  ) throws -> Int {
    let (grid, rows) = try context.run {
      let count = count ?? rows * columns
      let source = try source(together: best ?? count)
      var samples: [Image] = []
      for sampler in source.samplers {
        if let found = try source.best(of: count, from: sampler, seed: seed) {
          samples += found.flatMap { sampler.recipe.pixelRange.images($0.image) }
        } else {
          samples += sampler.samples(count, seed: seed)
        }
      }
      let all = rows * source.samplers.count
      return (ImageGrid(rows: all, columns: columns).image(of: samples), all)
    }
    try PNG.write(grid, to: path)
    return rows
  }

  /// Writes samples as `image00000001.png` and so on, those of each class to a folder of its own; the first ones
  /// are those of a grid.
  ///
  /// Where only the best are kept, they have the names that they have among all.
  ///
  /// - Returns: The number of samples written.
  /// - Throws: `FileProblem` where the checkpoint cannot be read, does not make the classes, has no discriminator
  ///   to find the best, or a file cannot be written.
  @discardableResult
  public func writeEach(_ count: Int, to folder: String) throws -> Int {
    try context.run {
      let source = try source()
      for sampler in source.samplers {
        let place = classes == .each ? "\(folder)/\(sampler.folderName)" : folder
        func write(_ images: Tensor, _ first: Int) throws {
          for (index, image) in sampler.recipe.pixelRange.images(images).enumerated() {
            try PNG.write(image, to: "\(place)/image\(numbered(first + index + 1)).png")
          }
        }
        let found = try source.best(of: count, from: sampler, seed: seed)
        try makeFolder(place)
        if let found {
          for sample in found { try write(sample.image, sample.index) }
        } else {
          try sampler.forEachPart(of: count, seed: seed) { try write($1, $2) }
        }
      }
      return (best ?? count) * source.samplers.count
    }
  }

  /// Writes latent vectors and samples as arrays; the first ones are those of a grid.
  ///
  /// The arrays are `z`, `[N, latentSize]`, `image`, `[N, H, W, C]` in the range of the recipe's generator,
  /// and `label`, `[N]`, if the generator is conditioned on classes. Where only the best are kept, best first,
  /// `score`, `[N]`, has the discriminator's outputs and `index`, `[N]`, the samples' places among all of their
  /// class, from 0.
  ///
  /// - Returns: N.
  /// - Throws: `FileProblem` where the checkpoint cannot be read, does not make the classes, has no discriminator
  ///   to find the best, or the file cannot be written.
  @discardableResult
  public func writeArrays(_ count: Int, to path: String) throws -> Int {
    let (arrays, total) = try context.run {
      let source = try source(together: best ?? count)
      var parts = SampleArrays.Parts()
      for sampler in source.samplers {
        if let found = try source.best(of: count, from: sampler, seed: seed) {
          for sample in found { parts.append(sample) }
        } else {
          sampler.forEachPart(of: count, seed: seed) { input, images, _ in
            parts.append(input, images)
          }
        }
      }
      return (parts.arrays(for: source.samplers[0].recipe), parts.count)
    }
    try NPZ.write(arrays, to: path)
    return total
  }

  /// Writes the samples of latent vectors in a file, as `writeArrays` writes them, to a grid as PNG.
  ///
  /// - Parameters:
  ///   - vectors: The file.
  ///   - columns: The columns of the grid; as nearly square as possible if `nil`.
  ///   - path: The grid's file.
  /// - Returns: The rows and columns of the grid.
  /// - Throws: `FileProblem` where the checkpoint or the vectors cannot be read, are not for each other, or the grid
  ///   cannot be written.
  @discardableResult
  public func writeGrid(
    ofVectors vectors: String,
    columns: Int? = nil,
    to path: String
  ) throws -> (rows: Int, columns: Int) {
    let samples = try context.run {
      let read = try GeneratorCheckpoint(readingFrom: checkpoint)
      return read.sampler.samples(of: try StoredInputs.read(vectors, for: read))
    }
    let columns = columns ?? Int(Double(samples.count).squareRoot().rounded(.up))
    let rows = (samples.count + columns - 1) / columns
    try PNG.write(ImageGrid(rows: rows, columns: columns).image(of: samples), to: path)
    return (rows, columns)
  }

  /// What makes the samples.
  private struct Source {
    let checkpoint: GeneratorCheckpoint
    /// Their samplers, one after the other.
    let samplers: [Sampler]
    /// How many are kept, and what finds the best, if only those are.
    let selection: (best: Int, discriminator: any Discriminator)?

    /// The best of so many samples, best first, or `nil` if all are kept.
    func best(of count: Int, from sampler: Sampler, seed: UInt64) throws -> [BestSamples.Sample]? {
      try selection.map { best, discriminator in
        try BestSamples.samples(
          best,
          of: count,
          seed: seed,
          from: sampler,
          by: discriminator,
          in: checkpoint
        )
      }
    }
  }

  /// What makes the samples, of which so many of each class are held together.
  private func source(together count: Int = 0) throws -> Source {
    let read = try GeneratorCheckpoint(readingFrom: checkpoint).truncating(by: truncation)
    let samplers: [Sampler]
    switch classes {
    case .any: samplers = [read.sampler]
    case .one(let name): samplers = [try read.asking(forClass: name).sampler]
    case .each:
      let total = try read.classCount()
      guard count * total <= Self.mostTogether else {
        throw FileProblem(
          read.path,
          found: "makes \(total) classes, \(count * total) samples in all",
          expected: "at most \(Self.mostTogether) together"
        )
      }
      samplers = (0..<total).map(read.sampler.asking)
    }
    return Source(
      checkpoint: read,
      samplers: samplers,
      selection: try best.map { ($0, try read.discriminator()) }
    )
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
