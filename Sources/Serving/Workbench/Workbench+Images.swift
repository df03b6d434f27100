internal import Adversarial
internal import Archives
internal import Datasets
internal import Evaluation
internal import Imaging
internal import LatentTools
internal import Recipes

/// What is made of images that the page sent, and of training images.
extension Workbench {
  private static let mostStarts = 16

  /// An image as the generator would see it.
  func fit(_ bench: Bench) throws -> WorkResult {
    let target = try target(bench)
    let shape = bench.recipe.image
    var result = WorkResult(rows: 1, columns: 1, height: shape.height, width: shape.width)
    result.number = results.add(
      Results.Item(png: PNG.encode(target.image), arrays: nil, name: "fitted")
    )
    result.note = target.adaptation
    return result
  }

  /// The vector of an image.
  func project(_ bench: Bench) throws -> WorkResult {
    let (settings, checkpoint, className) = try search(bench)
    let target = try target(bench)
    let projection = try Projection(in: checkpoint, settings)
    let found = try projection(target) { step, _ in
      try bench.progress(Double(step) / Double(settings.steps))
    }
    return try result(of: found, by: projection, named: "projection", in: bench) {
      .projection(
        checkpoint: bench.path,
        image: target.name,
        className: className,
        steps: settings.steps,
        restarts: settings.restarts,
        seed: settings.seed
      )
    }
  }

  /// An image with its hole filled.
  func complete(_ bench: Bench) throws -> WorkResult {
    let (search, checkpoint, className) = try search(bench)
    let target = try target(bench)
    let hole = try uploaded(bench.order.mask, called: "mask.png")
    let mask = try CompletionMask(
      of: TargetImage(of: hole, name: "mask.png", for: bench.recipe)
    )
    let settings = CompletionSettings(search: search)
    let completion = try Completion(of: mask, in: checkpoint, settings)
    let found = try completion(target) { step, _ in
      try bench.progress(Double(step) / Double(search.steps))
    }
    return try result(of: found, by: completion, named: "completion", in: bench) {
      .completion(
        checkpoint: bench.path,
        image: target.name,
        mask: "mask.png",
        className: className,
        steps: search.steps,
        restarts: search.restarts,
        seed: search.seed
      )
    }
  }

  /// Samples of a seed beside their nearest training images, by pixels.
  func nearest(_ bench: Bench) throws -> WorkResult {
    let order = bench.order
    let count = try order.number("count", order.count, in: 1...Self.mostSamples, usually: 16)
    let rows = try order.number("rows", order.rows, in: 1...count, usually: min(8, count))
    let seed = order.seed ?? 0
    let checkpoint = try bench.checkpoint.truncating(
      by: try sampler(bench).truncation
    )
    let settings = NearestSettings(samples: count, seed: seed, rows: rows, features: .pixels)
    let nearest = try NearestImages(of: checkpoint, in: nil, settings, cache: EvaluationCache())
    let total = Double(max(nearest.trainingCount, 1))
    let found = try nearest.run { try bench.progress(Double($0) / total) }
    let closeness = found.report.spaces.first
    let columns = found.grid.width / (bench.recipe.image.width + 1)
    return result(
      of: found.grid,
      rows: rows,
      columns: columns,
      named: "nearest",
      note: closeness.map { $0.text(samples: count) },
      in: bench,
      again: .nearest(
        checkpoint: bench.path,
        samples: count,
        rows: rows,
        seed: seed,
        truncation: checkpoint.sampler.truncation?.threshold
      )
    )
  }

  private func result(
    of found: ReconstructedImage,
    by reconstruction: some Reconstruction,
    named name: String,
    in bench: Bench,
    again: () -> Reproduction
  ) throws -> WorkResult {
    let grid = reconstruction.grid(of: [found])
    var result = result(
      of: grid,
      rows: 1,
      columns: reconstruction.images(before: found).count + 1,
      named: name,
      note: found.error.text,
      in: bench,
      again: again(),
      arrays: reconstruction.arrays(of: [found])
    )
    result.vectors = [WorkOrder.text(of: found.z)]
    result.labels = found.condition.labels ?? []
    return result
  }

  private func result(
    of grid: Image,
    rows: Int,
    columns: Int,
    named name: String,
    note: String?,
    in bench: Bench,
    again: Reproduction,
    arrays: NamedArrays? = nil
  ) -> WorkResult {
    let shape = bench.recipe.image
    var result = WorkResult(rows: rows, columns: columns, height: shape.height, width: shape.width)
    result.number = results.add(
      Results.Item(png: PNG.encode(grid), arrays: arrays, name: name)
    )
    (result.note, result.hasArrays, result.border) = (note, arrays != nil, 1)
    result.command = words(again)
    return result
  }

  /// How an order searches, and with which generator.
  private func search(
    _ bench: Bench
  ) throws -> (SearchSettings, GeneratorCheckpoint, className: String?) {
    let order = bench.order
    let settings = SearchSettings(
      steps: try order.number("steps", order.steps, in: 1...2000, usually: 150),
      restarts: try order.number("restarts", order.restarts, in: 1...Self.mostStarts, usually: 4),
      seed: order.seed ?? 0
    )
    let name = try label(bench).map(bench.recipe.className(ofLabel:))
    return (settings, try bench.checkpoint.asking(forClass: name), name)
  }

  /// The image of an order, fitted to the generator's shape.
  private func target(_ bench: Bench) throws -> TargetImage {
    let name = bench.order.imageName.map { String($0.prefix(200)) } ?? "image.png"
    let image = try uploaded(bench.order.image, called: name)
    return TargetImage(of: image, name: name, for: bench.recipe)
  }

  private func uploaded(_ number: Int?, called name: String) throws -> Image {
    guard let number, let bytes = uploads[number] else {
      throw Refusal.badRequest("there is no such image; send it again")
    }
    return try ImageFile.decode(bytes, path: name, limits: Uploads.limits)
  }
}
