internal import Adversarial
internal import LatentTools
internal import Recipes
internal import TensorCore

/// What is made of vectors.
extension Workbench {
  /// Samples of a seed.
  func samples(_ bench: Bench) throws -> WorkResult {
    let order = bench.order
    let count = try order.number("count", order.count, in: 1...Self.mostSamples, usually: 32)
    let columns = try order.number("columns", order.columns, in: 1...count, usually: min(8, count))
    let rows = (count + columns - 1) / columns
    let sampler = try sampler(bench)
    let seed = order.seed ?? 0
    return try result(
      of: sampler.inputs(seed: seed)(count),
      rows: rows,
      columns: columns,
      named: "samples",
      in: bench
    ) { _ in
      .samples(
        checkpoint: bench.path,
        rows: rows,
        columns: columns,
        seed: seed,
        className: sampler.label.map(bench.recipe.className(ofLabel:)),
        truncation: sampler.truncation?.threshold
      )
    }
  }

  /// The sampler of an order: of its class, truncated as it says.
  func sampler(_ bench: Bench) throws -> Sampler {
    var sampler = bench.sampler
    if let label = try label(bench) { sampler = sampler.asking(for: label) }
    if let threshold = bench.order.truncation {
      guard Truncation.thresholds.contains(threshold) else {
        throw Refusal.badRequest(
          "truncation is \(threshold); expected a number in \(Truncation.thresholds)"
        )
      }
      guard bench.recipe.latent.distribution == .normal else {
        throw Refusal.badRequest("only normal latent vectors are truncated")
      }
      sampler = sampler.truncating(by: Truncation(at: threshold))
    }
    return sampler
  }

  /// A plane between four vectors, or a line between two.
  func plane(_ bench: Bench) throws -> WorkResult {
    let order = bench.order
    let corners = try order.decodedVectors(of: bench.recipe.latent.size, atMost: 4)
    guard [2, 4].contains(corners.count) else {
      throw Refusal.badRequest("\(corners.count) vectors; expected two or four")
    }
    let columns = try order.number("columns", order.columns, in: 2...24, usually: 8)
    let rows =
      corners.count == 2 ? 1 : try order.number("rows", order.rows, in: 2...24, usually: columns)
    guard rows * columns <= Self.mostSamples else {
      throw Refusal.badRequest(
        "\(rows * columns) samples; expected at most \(Self.mostSamples)"
      )
    }
    let plane = LatentPlane(
      corners,
      try conditions(of: corners.count, bench),
      way: LatentPath(for: bench.recipe.latent.distribution)
    )
    var (vectors, conditions): ([[Float]], [Condition]) = ([], [])
    for row in 0..<rows {
      for column in 0..<columns {
        let x = Double(column) / Double(columns - 1)
        let y = rows > 1 ? Double(row) / Double(rows - 1) : 0
        vectors.append(plane.vector(x: x, y: y))
        conditions.append(plane.condition(x: x, y: y))
      }
    }
    return try result(
      of: input(vectors, conditions),
      rows: rows,
      columns: columns,
      named: corners.count == 2 ? "walk" : "plane",
      note: "\(plane.way.rawValue) paths",
      in: bench
    ) { .vectors(checkpoint: bench.path, file: $0, columns: columns) }
  }

  /// A vector moved along each of the principal directions, a row for each.
  func directions(_ bench: Bench) throws -> WorkResult {
    let order = bench.order
    let z = try order.decodedVectors(of: bench.recipe.latent.size, atMost: 1)[0]
    let condition = try conditions(of: 1, bench)[0]
    let columns = try order.number("columns", order.columns, in: 3...15, usually: 7)
    let found = principalDirections(bench)
    let reach = Self.reach(of: bench.recipe)
    var vectors: [[Float]] = []
    for direction in found.vectors.indices {
      for column in 0..<columns {
        var amounts = [Float](repeating: 0, count: found.vectors.count)
        amounts[direction] = reach * (2 * Float(column) / Float(columns - 1) - 1)
        vectors.append(found.moving(z, by: amounts, for: bench.recipe))
      }
    }
    return try result(
      of: input(vectors, Array(repeating: condition, count: vectors.count)),
      rows: found.vectors.count,
      columns: columns,
      named: "directions",
      note: "found in \(found.source.rawValue)",
      in: bench
    ) { .vectors(checkpoint: bench.path, file: $0, columns: columns) }
  }

  /// A vector moved along several directions.
  func move(_ bench: Bench) throws -> WorkResult {
    let z = try bench.order.decodedVectors(of: bench.recipe.latent.size, atMost: 1)[0]
    let condition = try conditions(of: 1, bench)[0]
    let moves = bench.order.moves ?? []
    guard moves.count <= Self.directionCount, moves.allSatisfy({ abs($0) <= 2 }) else {
      throw Refusal.badRequest("expected up to \(Self.directionCount) moves from -2 to 2")
    }
    let found = principalDirections(bench)
    let reach = Self.reach(of: bench.recipe)
    let moved = found.moving(z, by: moves.map { $0 * reach }, for: bench.recipe)
    return try result(
      of: input([moved], [condition]),
      rows: 1,
      columns: 1,
      named: "moved",
      in: bench
    ) { .vectors(checkpoint: bench.path, file: $0, columns: 1) }
  }

  /// How far a direction is shown: three standard deviations of a normal vector's part, or as much of a uniform one's.
  private static func reach(of recipe: Recipe) -> Float {
    recipe.latent.distribution == .normal ? 3 : 3 / Float(3).squareRoot()
  }

  private func input(_ vectors: [[Float]], _ conditions: [Condition]) -> GeneratorInput {
    let isMixed = conditions.contains { if case .shares = $0 { true } else { false } }
    // Unmixed ones among mixtures are shares, too.
    let all = conditions.map { isMixed ? $0.mixed(with: $0, at: 0) : $0 }
    return GeneratorInput(
      Tensor(vectors.flatMap(\.self), shape: [vectors.count, vectors[0].count]),
      all.dropFirst().reduce(all[0]) { $0.joined(with: $1) }
    )
  }
}
