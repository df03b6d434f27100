import Adversarial
import Archives
import Datasets
import Distributed
import GANTestSupport
import NeuralNetworks
import Optimizers
import Recipes
import TensorCore
import TestSupport
import Testing
import Training

/// Several workers that share each batch, against one that has it alone.
@Suite struct SharedBatchTests {
  struct Case: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let recipe: Recipe

    init(_ name: RecipeName, _ what: String = "", _ change: (inout Recipe) -> Void = { _ in }) {
      testDescription = name.rawValue + what
      recipe = .narrow(name) {
        // Neither two, three nor four workers have the same share.
        $0.batchSize = 7
        // What Adam does with rounding noise is chance, as where a batch norm follows a bias.
        let rule = OptimizerSettings.Rule.sgd(SGD(learningRate: 1e-3))
        ($0.generatorOptimizer.rule, $0.discriminatorOptimizer.rule) = (rule, rule)
        if name == .dcgan { ($0.image.height, $0.image.width) = (32, 24) }
        change(&$0)
      }
    }

    static let all =
      RecipeName.allCases.map { Case($0) }
      + Objective.allCases.map { objective in
        Case(.dcganMNIST, ", \(objective)") {
          $0.objective = objective
          if objective == .wasserstein { $0.gradientPenalty = 10 }
        }
      } + [
        Case(.dcganMNIST, ", R1 and R2") { ($0.r1, $0.r2) = (1, 1) },
        Case(.dcganMNIST, ", R1 and DiffAugment") {
          $0.r1 = 1
          $0.augmentation = .differentiable([.color, .translation, .cutout])
        },
        Case(.pictures, ", R1 and adaptive augmentation") {
          $0.r1 = 1
          $0.augmentation = .automatic
          $0.averageDecay = 0.9
        },
        Case(.dcganMNIST, ", classes, two discriminator steps") {
          $0.classes = .count(3)
          $0.discriminatorSteps = 2
        },
        Case(.mlpMNIST, ", R1") { $0.r1 = 1 },
      ]
  }

  /// What an iteration comes to.
  private struct Outcome: Sendable {
    let losses: [Double]
    let weights: [Float]
  }

  /// Iterations by one of some workers, each from its own state if states are given, and the states between them.
  private static func train(
    _ recipe: Recipe,
    _ iterations: Range<Int>,
    by communicator: any Communicator,
    from states: [NamedArrays]
  ) throws -> (outcomes: [Outcome], states: [NamedArrays]) {
    try Context(threadCount: 1).run {
      let share: BatchShare? =
        communicator.size == 1
        ? nil
        : BatchShare(
          of: communicator.rank,
          among: communicator.size,
          ofBatch: recipe.batchSize,
          with: CommunicatingWorkers(communicator),
          normalizingBy: recipe.batchStatistics
        )
      let gan = GAN(recipe)
      let updater = GANUpdater(gan, share: share)
      var (outcomes, passed): ([Outcome], [NamedArrays]) = ([], [])
      for (place, index) in iterations.enumerated() {
        if place < states.count {
          try updater.restore(from: StateReader(states[place], file: "a snapshot"))
        }
        let batch = recipe.randomBatch(index)
        let rows = share?.rows(of: batch.count).flatMap(\.self)
        let observation = try updater.update(rows.map(batch.rows) ?? batch)
        let networks = [gan.samplingGenerator.parameters, gan.discriminator.parameters]
        outcomes.append(
          Outcome(
            losses: observation.names.filter { !$0.hasPrefix("communication/") }
              .map { observation[$0] ?? .nan },
            weights: networks.joined().flatMap { $0.value.scalars }
          )
        )
        passed.append(try updater.state())
      }
      return (outcomes, passed)
    }
  }

  private static func expectAgreement(
    _ found: [[Outcome]],
    _ expected: [Outcome],
    _ what: String
  ) {
    for (rank, outcomes) in found.enumerated() {
      #expect(
        zip(outcomes, found[0]).allSatisfy {
          $0.weights.map(\.bitPattern) == $1.weights.map(\.bitPattern)
        },
        "\(what): rank \(rank) has other weights than rank 0"
      )
    }
    var equalCount = 0
    for (iteration, (found, expected)) in zip(found[0], expected).enumerated() {
      let losses = zip(found.losses, expected.losses).map { abs($0 - $1) / max(1, abs($1)) }
      let weights = zip(found.weights, expected.weights).map { abs($0 - $1) }.sorted()
      let isEqual = losses.allSatisfy { $0 <= 1e-5 } && weights[weights.count * 95 / 100] <= 2e-6
      equalCount += isEqual ? 1 : 0
      #expect(losses.allSatisfy { $0 <= 1e-3 }, "\(what), iteration \(iteration): \(losses)")
    }
    // A rectifier whose input rounds to the other side of 0 changes gradients, and so one iteration in some; a wrong
    // sum would change all of them.
    #expect(
      2 * equalCount >= expected.count,
      "\(what): \(equalCount) of \(expected.count) are equal"
    )
  }

  /// Each iteration by several workers, from the state in which one worker began it: rounding does not add up, which
  /// networks with rectifiers turn into other runs.
  @Test(arguments: Case.all) func workersComputeWhatOneComputes(_ test: Case) throws {
    let recipe = test.recipe
    let fresh = try Context(threadCount: 1).run { try GANUpdater(GAN(recipe)).state() }
    let alone = try Self.train(recipe, 0..<20, by: SingleProcess(), from: [fresh])
    let states = [fresh] + alone.states
    for count in 2...4 {
      let shared = try ThreadCommunicator.run(count) {
        try Self.train(recipe, 0..<20, by: $0, from: states).outcomes
      }
      Self.expectAgreement(shared, alone.outcomes, "\(test.testDescription), \(count) workers")
    }
  }

  /// With statistics of its own, no worker waits for others in a layer; all still have the same weights.
  @Test func workersMayNormalizeByTheirOwnImages() throws {
    var recipe = Case(.dcganCIFAR10).recipe
    let whole = try ThreadCommunicator.run(2) { [recipe] in
      try Self.train(recipe, 0..<3, by: $0, from: [])
    }
    recipe.batchStatistics = .local
    let local = try ThreadCommunicator.run(2) { [recipe] in
      try Self.train(recipe, 0..<3, by: $0, from: [])
    }
    #expect(local[0].outcomes.map(\.weights) == local[1].outcomes.map(\.weights))
    #expect(local[0].outcomes.map(\.weights) != whole[0].outcomes.map(\.weights))
  }

  #if os(Linux)
  /// Both ways add up in the order of ranks.
  @Test func memoryChangesNoBitOfWhatWorkersCompute() throws {
    let recipe = Case(.dcganCIFAR10).recipe
    let messages = try ThreadCommunicator.run(3) { try Self.train(recipe, 0..<3, by: $0, from: []) }
    let memory = try ThreadCommunicator.run(3) {
      let communicator = try #require(try MemoryCommunicator.joined($0))
      return try Self.train(recipe, 0..<3, by: communicator, from: [])
    }
    for (one, other) in zip(memory, messages) {
      #expect(one.outcomes.map(\.weights) == other.outcomes.map(\.weights))
      #expect(one.states == other.states)
    }
  }

  /// Of wide layers each worker updates a shard, along the product of all workers' factors.
  @Test func workersOfWideLayersComputeWhatOneComputes() throws {
    var recipe = Recipe.mlpMNIST
    recipe.batchSize = 7
    let rule = OptimizerSettings.Rule.sgd(SGD(learningRate: 1e-3))
    (recipe.generatorOptimizer.rule, recipe.discriminatorOptimizer.rule) = (rule, rule)
    let fresh = try Context(threadCount: 1).run { try GANUpdater(GAN(recipe)).state() }
    let alone = try Self.train(recipe, 0..<6, by: SingleProcess(), from: [fresh])
    let states = [fresh] + alone.states
    for count in 2...4 {
      let shared = try ThreadCommunicator.run(count) { [recipe] in
        let communicator = try #require(try MemoryCommunicator.joined($0))
        return try Self.train(recipe, 0..<6, by: communicator, from: states).outcomes
      }
      Self.expectAgreement(shared, alone.outcomes, "\(count) workers")
    }
  }
  #endif

  @Test func theLogTellsWhatCommunicationTakes() throws {
    let recipe = Case(.mlpMNIST).recipe
    let observations = try ThreadCommunicator.run(2) { communicator in
      try Context(threadCount: 1).run {
        let share = BatchShare(by: communicator, ofBatch: recipe.batchSize)
        let batch = recipe.randomBatch(0)
        let rows = share.rows(of: batch.count).flatMap(\.self)
        return try GANUpdater(GAN(recipe), share: share).update(batch.rows(rows))
      }
    }
    for observation in observations {
      #expect(try #require(observation["communication/time"]) > 0)
      let imbalance = try #require(observation["communication/imbalance"])
      #expect((0...1).contains(imbalance))
    }
    #expect(
      observations[0]["communication/imbalance"] == observations[1]["communication/imbalance"]
    )
  }

  @Test func whatIsNotFiniteOnOneWorkerIsSoOnAll() throws {
    let recipe = Case(.mlpMNIST).recipe
    let areFinite = try ThreadCommunicator.run(2) { communicator in
      try Context(threadCount: 1).run {
        let share = BatchShare(by: communicator, ofBatch: recipe.batchSize)
        let gan = GAN(recipe)
        if communicator.rank == 1 {
          let parameter = gan.discriminator.parameters[0]
          parameter.value = Tensor(repeating: .nan, shape: parameter.shape)
        }
        let batch = recipe.randomBatch(0)
        let rows = share.rows(of: batch.count).flatMap(\.self)
        return try GANUpdater(gan, share: share).update(batch.rows(rows)).firstNonFinite == nil
      }
    }
    #expect(areFinite == [false, false])
  }

  @Test func aRunContinuesWithAnyNumberOfWorkers() throws {
    let recipe = Case(.dcganCIFAR10).recipe
    let alone = try Self.train(recipe, 0..<12, by: SingleProcess(), from: []).outcomes
    var before: [NamedArrays] = []
    for (part, count) in [1, 2, 3, 1].enumerated() {
      let range = (3 * part)..<(3 * part + 3)
      let results = try ThreadCommunicator.run(count) { [before] in
        try Self.train(recipe, range, by: $0, from: before)
      }
      Self.expectAgreement(results.map(\.outcomes), Array(alone[range]), "iterations \(range)")
      before = results[0].states.suffix(1)
    }
  }
}

extension ImageBatch {
  /// Some of the images, with their labels.
  fileprivate func rows(_ rows: [Int]) -> ImageBatch {
    let size = shape.byteCount
    return ImageBatch(
      shape: shape,
      count: rows.count,
      pixels: rows.flatMap { pixels[($0 * size)..<(($0 + 1) * size)] },
      labels: labels.map { labels in rows.map { labels[$0] } }
    )
  }
}
