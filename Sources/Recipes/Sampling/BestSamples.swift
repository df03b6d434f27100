internal import Adversarial
internal import Archives
internal import NeuralNetworks
internal import TensorCore

/// The samples of many that a discriminator finds most real: those of the largest outputs.
///
/// All objectives train discriminators to larger outputs for real images. Networks are in inference mode, so that
/// the output of a sample does not depend on the others. Outputs for different classes do not compare: a
/// discriminator that is told the class may be surer of one than of another.
///
/// Source: Azadi et al. 2019, "Discriminator Rejection Sampling", arXiv:1810.06758, keeps samples by the same
/// outputs, but at random, so as to keep the distribution; here only the best are wanted.
struct BestSamples {
  /// A sample with what it takes to make it again.
  struct Sample {
    /// Its index among all, from 0.
    let index: Int
    /// The discriminator's output, a logit; larger for what looks more real.
    let score: Float
    /// What it was made from, `[1, latentSize]` and the class.
    let input: GeneratorInput
    /// Its values, `[1, H, W, C]`.
    let image: Tensor
  }

  private let count: Int
  private let checkpoint: GeneratorCheckpoint
  private let discriminator: any Discriminator
  /// Up to twice as many as are kept, so that they need sorting only now and then.
  private var found: [Sample] = []
  /// The least output that was kept when they were last sorted.
  private var least = -Float.infinity

  /// The best `count` samples, best first.
  ///
  /// No more than twice as many are held at a time, and a batch.
  ///
  /// - Parameters:
  ///   - count: How many to keep.
  ///   - total: How many there are to choose from; the first ones of the seed.
  ///   - seed: The random seed.
  ///   - sampler: Makes the samples.
  ///   - discriminator: Finds them more or less real.
  ///   - checkpoint: Where both are from.
  /// - Returns: The samples.
  /// - Throws: `FileProblem` if the discriminator's outputs are not finite.
  static func samples(
    _ count: Int,
    of total: Int,
    seed: UInt64,
    from sampler: Sampler,
    by discriminator: any Discriminator,
    in checkpoint: GeneratorCheckpoint
  ) throws -> [Sample] {
    var best = BestSamples(count: count, checkpoint: checkpoint, discriminator: discriminator)
    try sampler.forEachPart(of: total, seed: seed) { input, images, first in
      try best.add(input, images, first)
    }
    best.sort()
    return best.found
  }

  private mutating func add(_ input: GeneratorInput, _ images: Tensor, _ first: Int) throws {
    let logits = Context.current.with(policy: .fixed).run {
      inference { discriminator(images, input.condition) }
    }
    guard logits.isFinite else { throw checkpoint.isNotFinite("outputs of the discriminator") }
    for (row, score) in logits.scalars.enumerated() where score > least {
      let rows = row..<row + 1
      // Copies, which do not keep the batch.
      let sample = Sample(
        index: first + row,
        score: score,
        input: input[rows],
        image: images.slice(rows, along: 0)
      )
      found.append(sample)
    }
    if found.count >= 2 * count { sort() }
  }

  /// Sorts what was found, the first of equals first, and lets go of the rest.
  private mutating func sort() {
    found.sort { ($1.score, $0.index) < ($0.score, $1.index) }
    found.removeLast(max(found.count - count, 0))
    if found.count == count { least = found.last?.score ?? least }
  }
}
