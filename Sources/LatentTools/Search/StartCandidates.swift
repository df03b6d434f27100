internal import Adversarial
internal import NeuralNetworks
internal import Randomness
internal import Recipes
internal import TensorCore

/// Where a search may start: at the best of many latent vectors, the same ones in each class that comes into question.
struct StartCandidates {
  private let sampler: Sampler
  /// The classes that come into question; `nil` alone where there are none.
  private let labels: [Int?]
  /// The vectors, `[vectorCount, size]`.
  private let vectors: [Float]
  private let vectorCount: Int

  /// The most vectors that are tried in each class.
  private static let mostVectors = 16
  /// The most where the generator starts from sketches: gradients do not lead from one to another.
  private static let mostVectorsOfSketches = 512
  /// The most samples that are tried in all; more only so that there are as many as starts, and one of each class.
  private static let mostSamples = 4096

  /// Candidates for so many starts, in the sampler's class if it has one; without classes to choose from, or sketches,
  /// no more than the starts.
  init(in sampler: Sampler, starts: Int, using random: RandomStream) {
    let classes = sampler.conditioning.classCount
    labels = classes == 0 ? [nil] : sampler.label.map { [$0] } ?? Array(0..<classes)
    let needed = (starts + labels.count - 1) / labels.count
    let hasSketches = (sampler.generator as? any GuidedGenerator)?.sketches != nil
    let most = labels.count > 1 ? Self.mostVectors : needed
    let wanted = hasSketches ? Self.mostVectorsOfSketches : most
    vectorCount = max(needed, min(wanted, Self.mostSamples / labels.count))
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
    let all = labels.count * vectorCount
    if labels.count == 1, count == all { return input(of: Array(0..<all)) }
    let losses = stride(from: 0, to: all, by: Sampler.imagesAtOnce).flatMap { first in
      let part = first..<min(first + Sampler.imagesAtOnce, all)
      let input = input(of: Array(part))
      let images = sampler.generate(from: input)
      return inference { loss(input.condition)(images) }.scalars.map { $0.isNaN ? .infinity : $0 }
    }
    let ranked = labels.indices.flatMap { place in
      let indices = place * vectorCount..<(place + 1) * vectorCount
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
    let asked = indices.compactMap { labels[$0 / vectorCount] }
    return GeneratorInput(
      Tensor(values, shape: [indices.count, size]),
      asked.isEmpty ? .none : .classes(asked, of: sampler.conditioning.classCount)
    )
  }
}
