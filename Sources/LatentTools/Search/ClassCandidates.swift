internal import Adversarial
internal import NeuralNetworks
internal import Randomness
internal import Recipes
internal import TensorCore

/// Where a search for an image of unknown class may start: at the same latent vectors in each class.
struct ClassCandidates {
  private let sampler: Sampler
  /// The vectors, `[vectorCount, size]`.
  private let vectors: [Float]
  private let vectorCount: Int

  /// The most vectors that are tried in each class.
  private static let mostVectors = 16
  /// The most samples that are tried in all; more only so that there are as many as starts, and one of each class.
  private static let mostSamples = 4096

  /// Candidates for so many starts.
  ///
  /// - Precondition: The sampler's generator has classes.
  init(in sampler: Sampler, starts: Int, using random: RandomStream) {
    let classes = sampler.conditioning.classCount
    let needed = (starts + classes - 1) / classes
    vectorCount = max(needed, min(Self.mostVectors, Self.mostSamples / classes))
    vectors = sampler.recipe.latent.sample(vectorCount, using: random).scalars
    self.sampler = sampler
  }

  /// The best candidates: first of each class its best, the best classes first; then the second ones, and so on.
  ///
  /// - Parameters:
  ///   - count: How many.
  ///   - loss: Returns, for a condition, what maps images of it to the loss of each.
  /// - Returns: The inputs, `[count, size]`.
  /// - Precondition: There are as many candidates.
  func best(_ count: Int, by loss: (Condition) -> (Tensor) -> Tensor) -> GeneratorInput {
    let classes = sampler.conditioning.classCount
    let losses = stride(from: 0, to: classes * vectorCount, by: Sampler.imagesAtOnce).flatMap {
      first in
      let part = first..<min(first + Sampler.imagesAtOnce, classes * vectorCount)
      let input = input(of: Array(part))
      let images = sampler.generate(from: input)
      return inference { loss(input.condition)(images) }.scalars.map { $0.isNaN ? .infinity : $0 }
    }
    let ranked = (0..<classes).flatMap { label in
      let indices = label * vectorCount..<(label + 1) * vectorCount
      return indices.sorted { (losses[$0], $0) < (losses[$1], $1) }
        .enumerated().map { (rank: $0.offset, index: $0.element) }
    }
    let order = ranked.sorted {
      ($0.rank, losses[$0.index], $0.index) < ($1.rank, losses[$1.index], $1.index)
    }
    return input(of: order.prefix(count).map(\.index))
  }

  /// The inputs of candidates, which are counted class by class.
  private func input(of indices: [Int]) -> GeneratorInput {
    let size = sampler.recipe.latent.size
    let values = indices.flatMap { index in
      let row = index % vectorCount
      return vectors[row * size..<(row + 1) * size]
    }
    return GeneratorInput(
      Tensor(values, shape: [indices.count, size]),
      .classes(indices.map { $0 / vectorCount }, of: sampler.conditioning.classCount)
    )
  }
}
