internal import Adversarial
internal import Archives
internal import Imaging
import Preconditions
internal import Randomness
package import Recipes
public import TensorCore

/// Walks between latent points: what a generator makes on the way from one picture to another.
public struct Interpolation {
  private let sampler: Sampler
  private let pairs: Int
  private let steps: Int
  private let seed: UInt64
  private let context: Context
  /// The way that is taken.
  public let way: LatentPath

  /// Walks with the generator in a checkpoint.
  ///
  /// - Parameters:
  ///   - checkpoint: What `GeneratorCheckpoint` can read.
  ///   - pairs: How many walks.
  ///   - steps: The pictures of each, its ends included.
  ///   - way: The way; what suits the checkpoint's latent vectors if `nil`.
  ///   - seed: Other seeds give other walks.
  ///   - context: What they are computed in.
  /// - Throws: `FileProblem` where the checkpoint cannot be read.
  /// - Precondition: `pairs` is positive, `steps` at least 2.
  public init(
    from checkpoint: String,
    pairs: Int,
    steps: Int,
    way: LatentPath? = nil,
    seed: UInt64 = 0,
    in context: Context = .current
  ) throws {
    let checkpoint = try context.run { try GeneratorCheckpoint(readingFrom: checkpoint) }
    self.init(in: checkpoint, pairs: pairs, steps: steps, way: way, seed: seed, context)
  }

  /// Walks with a generator that is there.
  package init(
    in checkpoint: GeneratorCheckpoint,
    pairs: Int,
    steps: Int,
    way: LatentPath? = nil,
    seed: UInt64 = 0,
    _ context: Context = .current
  ) {
    require(pairs > 0 && steps > 1, "Interpolation: \(pairs) walks of \(steps) steps")
    sampler = checkpoint.sampler
    (self.pairs, self.steps, self.seed, self.context) = (pairs, steps, seed, context)
    self.way = way ?? LatentPath(for: sampler.recipe.latent.distribution)
  }

  /// Writes the walks as a PNG strip, a row each, and as a GIF that goes there and back.
  ///
  /// - Throws: `FileProblem` where a file cannot be written.
  public func write(strip: String, animation: String) throws {
    let frames = context.run { pictures }
    let rows = (0..<pairs).flatMap { pair in frames.map { $0[pair] } }
    try PNG.write(ImageGrid(rows: pairs, columns: steps).picture(of: rows), to: strip)
    // As nearly square as may be.
    let columns = Int(Double(pairs).squareRoot().rounded(.up))
    let grid = ImageGrid(rows: (pairs + columns - 1) / columns, columns: columns)
    try GIF.write(2 * steps - 2, to: animation, seconds: { Self.seconds(at: $0, of: steps) }) {
      grid.picture(of: frames[$0 < steps ? $0 : 2 * steps - 2 - $0])
    }
  }

  /// A walk takes about two seconds; its ends stay for a while.
  private static func seconds(at frame: Int, of steps: Int) -> Double {
    frame == 0 || frame == steps - 1 ? 0.8 : min(max(2 / Double(steps), 0.04), 0.25)
  }

  /// The pictures of each step, one a pair.
  private var pictures: [[Image]] {
    let recipe = sampler.recipe
    let size = recipe.latent.size
    let ends = recipe.latent.sample(
      2 * pairs,
      using: RandomStream(seed: seed, purpose: "walk")
    ).scalars
    // A walk stays in one class.
    let condition = sampler.conditioning.sample(
      pairs,
      using: RandomStream(seed: seed, purpose: "walk labels")
    )
    func end(_ index: Int) -> [Float] { Array(ends[index * size..<(index + 1) * size]) }
    return (0..<steps).map { step in
      let t = Double(step) / Double(steps - 1)
      return stride(from: 0, to: pairs, by: Sampler.imagesAtOnce).flatMap { first in
        let part = first..<min(first + Sampler.imagesAtOnce, pairs)
        let points = part.flatMap { way.point(from: end(2 * $0), to: end(2 * $0 + 1), at: t) }
        return recipe.pixelRange.images(
          sampler.generate(
            from: GeneratorInput(Tensor(points, shape: [part.count, size]), condition[part])
          )
        )
      }
    }
  }
}
