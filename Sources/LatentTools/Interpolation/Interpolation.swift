public import Adversarial
package import Archives
internal import Imaging
import Preconditions
internal import Randomness
package import Recipes
public import TensorCore

/// Interpolates between latent vectors and generates samples along the path.
public struct Interpolation {
  /// Which classes walks lead through, if the generator has classes.
  public enum Classes: Equatable, Sendable {
    /// Any, the same all along a walk.
    case any
    /// The one of a name or a number.
    case one(String)
    /// From one class to another, through mixtures of both; latent vectors move along, or stay where they are.
    case between(String, String, holdingVectors: Bool = false)
  }

  private let sampler: Sampler
  private let pairs: Int
  private let steps: Int
  private let seed: UInt64
  private let context: Context
  /// The classes at both ends, if they are given.
  private let labels: (Int, Int)?
  private let holdsVectors: Bool
  /// The path between vectors.
  public let way: LatentPath

  /// Interpolation with the generator of a checkpoint.
  ///
  /// - Parameters:
  ///   - checkpoint: A path that `GeneratorCheckpoint` can read.
  ///   - pairs: The number of walks.
  ///   - steps: The samples per walk, both ends included.
  ///   - way: The path; the one that suits the checkpoint's latent vectors if `nil`.
  ///   - classes: The classes that walks lead through.
  ///   - truncation: How the ends of walks are truncated, if they are.
  ///   - seed: The random seed.
  ///   - context: The context to compute in.
  /// - Throws: `FileProblem` if the checkpoint cannot be read, makes no such classes, or has no normal latent vectors
  ///   to truncate.
  /// - Precondition: `pairs` is positive, `steps` at least 2.
  public init(
    from checkpoint: String,
    pairs: Int,
    steps: Int,
    way: LatentPath? = nil,
    through classes: Classes = .any,
    truncatedBy truncation: Truncation? = nil,
    seed: UInt64 = 0,
    in context: Context = .current
  ) throws {
    let checkpoint = try context.run {
      try GeneratorCheckpoint(readingFrom: checkpoint).truncating(by: truncation)
    }
    try self.init(
      in: checkpoint,
      pairs: pairs,
      steps: steps,
      way: way,
      through: classes,
      seed: seed,
      context
    )
  }

  /// Interpolation with an existing generator.
  package init(
    in checkpoint: GeneratorCheckpoint,
    pairs: Int,
    steps: Int,
    way: LatentPath? = nil,
    through classes: Classes = .any,
    seed: UInt64 = 0,
    _ context: Context = .current
  ) throws(FileProblem) {
    require(pairs > 0 && steps > 1, "Interpolation: \(pairs) walks of \(steps) steps")
    sampler = checkpoint.sampler
    (self.pairs, self.steps, self.seed, self.context) = (pairs, steps, seed, context)
    self.way = way ?? LatentPath(for: sampler.recipe.latent.distribution)
    switch classes {
    case .any: (labels, holdsVectors) = (nil, false)
    case .one(let name):
      let label = try checkpoint.label(ofClass: name)
      (labels, holdsVectors) = ((label, label), false)
    case .between(let first, let last, let holds):
      let ends = (try checkpoint.label(ofClass: first), try checkpoint.label(ofClass: last))
      (labels, holdsVectors) = (ends, holds)
    }
  }

  /// Writes the walks as a PNG grid with one row each, and as a GIF that runs back and forth.
  ///
  /// - Throws: `FileProblem` if a file cannot be written.
  public func write(grid path: String, animation: String) throws {
    let frames = context.run { samples }
    let rows = (0..<pairs).flatMap { pair in frames.map { $0[pair] } }
    try PNG.write(ImageGrid(rows: pairs, columns: steps).image(of: rows), to: path)
    // As nearly square as possible.
    let columns = Int(Double(pairs).squareRoot().rounded(.up))
    let frame = ImageGrid(rows: (pairs + columns - 1) / columns, columns: columns)
    try GIF.write(2 * steps - 2, to: animation, seconds: { Self.seconds(at: $0, of: steps) }) {
      frame.image(of: frames[$0 < steps ? $0 : 2 * steps - 2 - $0])
    }
  }

  /// A walk takes about two seconds; its ends stay for longer.
  private static func seconds(at frame: Int, of steps: Int) -> Double {
    frame == 0 || frame == steps - 1 ? 0.8 : min(max(2 / Double(steps), 0.04), 0.25)
  }

  /// The samples of each step, one per pair.
  private var samples: [[Image]] {
    let recipe = sampler.recipe
    let size = recipe.latent.size
    let drawn = recipe.latent.sample(
      2 * pairs,
      using: RandomStream(seed: seed, purpose: "walk")
    )
    let redraws = RandomStream(seed: seed, purpose: "walk redrawn")
    let ends = (sampler.truncation?(drawn, redrawingFrom: redraws) ?? drawn).scalars
    let (from, to) = conditions
    func end(_ index: Int) -> [Float] { Array(ends[index * size..<(index + 1) * size]) }
    return (0..<steps).map { step in
      let t = Double(step) / Double(steps - 1)
      return stride(from: 0, to: pairs, by: Sampler.imagesAtOnce).flatMap { first in
        let part = first..<min(first + Sampler.imagesAtOnce, pairs)
        let points = part.flatMap { pair in
          holdsVectors
            ? end(2 * pair) : way.point(from: end(2 * pair), to: end(2 * pair + 1), at: t)
        }
        let condition =
          from == to ? from[part] : from[part].mixed(with: to[part], at: Float(t))
        return recipe.pixelRange.images(
          sampler.generate(
            from: GeneratorInput(Tensor(points, shape: [part.count, size]), condition)
          )
        )
      }
    }
  }

  /// The conditions of both ends of each walk.
  private var conditions: (from: Condition, to: Condition) {
    if let (first, last) = labels {
      let count = sampler.conditioning.classCount
      func all(_ label: Int) -> Condition {
        .classes(Array(repeating: label, count: pairs), of: count)
      }
      return (all(first), all(last))
    }
    // The class is constant along a walk.
    let condition = sampler.conditioning.sample(
      pairs,
      using: RandomStream(seed: seed, purpose: "walk labels")
    )
    return (condition, condition)
  }
}
