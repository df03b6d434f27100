internal import Adversarial
internal import NeuralNetworks
internal import Optimizers
internal import Randomness
internal import Recipes
internal import TensorCore

/// Searches for the latent vector whose sample has the least loss: by Adam, from several starts at once.
struct LatentSearch {
  /// The result of a search.
  struct Finding {
    /// The best vector.
    let z: [Float]
    /// The condition of the best sample.
    let condition: Condition
    /// Its loss.
    let loss: Double
    /// The start that led to it, counted from 1.
    let start: Int
    /// Vectors along the search from that start, ending with the best one.
    let way: [[Float]]

    /// The input of the best sample.
    var input: GeneratorInput { GeneratorInput(Tensor(z, shape: [1, z.count]), condition) }
  }

  private let settings: SearchSettings
  private let sampler: Sampler

  /// A search with a sampler's generator, in the sampler's class if it has one.
  ///
  /// - Precondition: The settings are valid.
  init(in sampler: Sampler, _ settings: SearchSettings) {
    (self.sampler, self.settings) = (sampler, settings)
  }

  /// Minimizes the losses by gradient descent and returns the best vector encountered.
  ///
  /// Batch normalization is in inference mode, so that starts do not influence each other. Where the class is not
  /// known, starts are in the classes that have the best samples of the same vectors; each start keeps to its class. Where
  /// the generator starts from sketches, starts are the best of many.
  ///
  /// - Parameters:
  ///   - loss: Returns, for a condition, what maps images `[N, H, W, C]` of it to the loss of each, `[N]`.
  ///   - progress: Called after each step with the number of completed steps and the least loss so far.
  /// - Returns: `nil` if no loss was finite.
  /// - Throws: Errors of the optimizer, and of `progress`.
  func run(
    loss: (_ condition: Condition) -> (_ images: Tensor) -> Tensor,
    progress: (_ steps: Int, _ leastLoss: Double) throws -> Void = { _, _ in }
  ) throws -> Finding? {
    let latent = sampler.recipe.latent
    let start = starts(by: loss)
    let (condition, loss) = (start.condition, loss(start.condition))
    let vectors = LatentVectors(start.z)
    let optimizer = Optimizer(
      of: vectors,
      Adam(learningRate: settings.learningRate),
      schedule: .cosine(to: 0.02, over: settings.steps)
    )
    var record = SearchRecord(starts: settings.restarts, size: latent.size)
    let shown = Set(settings.shownSteps)
    for step in 0...settings.steps {
      let losses = Mode.inference { loss(sampler.generator(vectors.z.value, condition)) }
      record.add(losses.scalars, vectors.z.value.scalars, keepsPlaces: shown.contains(step))
      try progress(step, record.leastLoss)
      guard step < settings.steps else { break }
      try optimizer.minimize(losses.sum())
      vectors.confine(to: latent)
    }
    return record.finding(condition)
  }

  /// The inputs to start from.
  private func starts(by loss: (Condition) -> (Tensor) -> Tensor) -> GeneratorInput {
    let random = RandomStream(seed: settings.seed, purpose: "search")
    return StartCandidates(in: sampler, starts: settings.restarts, using: random)
      .best(settings.restarts, by: loss)
  }
}

/// The vectors of a search as parameters.
private final class LatentVectors: Module {
  /// `[starts, size]`.
  let z: Parameter

  init(_ start: Tensor) { z = Parameter(start) }

  func confine(to latent: Latent) {
    z.update { values in
      for first in stride(from: 0, to: values.count, by: latent.size) {
        latent.confine(.init(rebasing: values[first..<first + latent.size]))
      }
    }
  }
}

/// The best vector of each start, and the vectors along the search.
private struct SearchRecord {
  private let size: Int
  private var losses: [Double]
  private var best: [[Float]]
  private var ways: [[[Float]]]

  init(starts: Int, size: Int) {
    self.size = size
    losses = Array(repeating: .infinity, count: starts)
    best = Array(repeating: [], count: starts)
    ways = Array(repeating: [], count: starts)
  }

  var leastLoss: Double { losses.min() ?? .infinity }

  mutating func add(_ newLosses: [Float], _ z: [Float], keepsPlaces: Bool) {
    for (start, loss) in newLosses.enumerated() {
      let vector = z[start * size..<(start + 1) * size]
      if Double(loss) < losses[start] {
        losses[start] = Double(loss)
        best[start] = Array(vector)
      }
      if keepsPlaces { ways[start].append(Array(vector)) }
    }
  }

  /// The best result of all starts, whose conditions were `condition`.
  func finding(_ condition: Condition) -> LatentSearch.Finding? {
    guard leastLoss.isFinite, let start = losses.firstIndex(of: leastLoss) else { return nil }
    return .init(
      z: best[start],
      condition: condition[start..<start + 1],
      loss: leastLoss,
      start: start + 1,
      way: ways[start] + [best[start]]
    )
  }
}
