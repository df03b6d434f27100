internal import Adversarial
internal import Archives
internal import Datasets
internal import Evaluation
internal import Imaging
internal import LatentTools
internal import Recipes
internal import Synchronization
internal import TensorCore

/// What can be done with a generator: carries out orders, one after the other, on the thread of a `WorkQueue`.
final class Workbench: Sendable {
  /// What was made.
  let results = Results()
  /// What the page sent.
  let uploads = Uploads()
  /// Words how a result is made again.
  let words: @Sendable (Reproduction) -> String

  /// The most samples of an order.
  static let mostSamples = 144
  /// The directions that are shown.
  static let directionCount = 8

  private struct Kept {
    var checkpoints: [(identity: String, checkpoint: GeneratorCheckpoint)] = []
    var directions: [String: LatentDirections] = [:]
  }

  /// Used by the queue's thread alone.
  private nonisolated(unsafe) var kept = Kept()

  /// A workbench without results.
  init(wording words: @escaping @Sendable (Reproduction) -> String) { self.words = words }

  /// What an order is carried out with.
  struct Bench {
    let order: WorkOrder
    let path: String
    let checkpoint: GeneratorCheckpoint
    let progress: (Double) throws -> Void
    var sampler: Sampler { checkpoint.sampler }
    var recipe: Recipe { checkpoint.recipe }
  }

  /// Carries out an order with the generator of a file.
  ///
  /// - Throws: `Refusal` where the order makes no sense, `FileProblem` where a file cannot be used.
  func carryOut(
    _ order: WorkOrder,
    with path: String,
    progress: @escaping (Double) throws -> Void
  ) throws -> WorkResult {
    try progress(0)
    let checkpoint = try checkpoint(at: path)
    let bench = Bench(order: order, path: path, checkpoint: checkpoint, progress: progress)
    switch order.kind {
    case .samples: return try samples(bench)
    case .plane: return try plane(bench)
    case .directions: return try directions(bench)
    case .move: return try move(bench)
    case .fit: return try fit(bench)
    case .project: return try project(bench)
    case .complete: return try complete(bench)
    case .nearest: return try nearest(bench)
    }
  }

  /// The generator of a file, which is kept while the file is as it was.
  private func checkpoint(at path: String) throws -> GeneratorCheckpoint {
    let identity = FileIdentity(path).map { "\(path) \($0)" } ?? path
    if let known = kept.checkpoints.first(where: { $0.identity == identity }) {
      return known.checkpoint
    }
    let read = try GeneratorCheckpoint(readingFrom: path)
    kept.checkpoints.append((identity, read))
    if kept.checkpoints.count > 3 {
      let old = kept.checkpoints.removeFirst()
      kept.directions[old.identity] = nil
    }
    return read
  }

  /// The principal directions of a bench's generator.
  func principalDirections(_ bench: Bench) -> LatentDirections {
    let identity = FileIdentity(bench.path).map { "\(bench.path) \($0)" } ?? bench.path
    if let known = kept.directions[identity] { return known }
    let count = min(Self.directionCount, bench.recipe.latent.size)
    let found = LatentDirections(count, of: bench.checkpoint)
    kept.directions[identity] = found
    return found
  }

  /// Makes the samples of inputs, and keeps them as a result.
  func result(
    of input: GeneratorInput,
    rows: Int,
    columns: Int,
    named name: String,
    note: String? = nil,
    in bench: Bench,
    again: (String) -> Reproduction
  ) throws -> WorkResult {
    let count = input.z.shape[0]
    var values: [Float] = []
    for first in stride(from: 0, to: count, by: Sampler.imagesAtOnce) {
      let part = input[first..<min(first + Sampler.imagesAtOnce, count)]
      values += bench.sampler.generate(from: part).scalars
      try bench.progress(Double(first) / Double(count))
    }
    let (recipe, size) = (bench.recipe, bench.recipe.latent.size)
    let shape = recipe.image
    let images = recipe.pixelRange.images(
      Tensor(values, shape: [count, shape.height, shape.width, shape.channels])
    )
    let z = input.z.scalars
    let arrays = SampleArrays.arrays(
      z: z,
      condition: input.condition,
      images: values,
      count: count,
      for: recipe
    )
    var result = WorkResult(rows: rows, columns: columns, height: shape.height, width: shape.width)
    result.vectors = (0..<count).map { WorkOrder.text(of: z[$0 * size..<($0 + 1) * size]) }
    result.labels = input.condition.labels ?? []
    (result.note, result.hasArrays) = (note, true)
    let grid = ImageGrid(rows: rows, columns: columns).image(of: images)
    result.number = results.add(
      Results.Item(png: PNG.encode(grid), arrays: arrays, name: name)
    )
    result.command = words(again("\(name)-\(result.number).npz"))
    return result
  }

  /// The order's class, if it has one and the generator has classes.
  func label(_ bench: Bench) throws(Refusal) -> Int? {
    guard let label = bench.order.label else { return nil }
    let count = bench.sampler.conditioning.classCount
    guard (0..<count).contains(label) else {
      throw .badRequest("class \(label); expected one of \(count)")
    }
    return label
  }

  /// The conditions of vectors that the page sent, one of each.
  func conditions(of count: Int, _ bench: Bench) throws(Refusal) -> [Condition] {
    let classes = bench.sampler.conditioning.classCount
    guard classes > 0 else { return Array(repeating: .none, count: count) }
    let labels = bench.order.labels ?? []
    guard labels.count == count, labels.allSatisfy({ (0..<classes).contains($0) }) else {
      throw .badRequest("expected the class of each vector")
    }
    return labels.map { .classes([$0], of: classes) }
  }
}
