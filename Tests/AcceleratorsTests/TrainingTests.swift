import AcceleratorTestSupport
import Accelerators
import Adversarial
import Archives
import Datasets
import GANTestSupport
import Recipes
import TensorCore
import Testing
import Training

/// What a run on a device compiles and moves, and how runs move between devices.
@Suite(.needsXLA) struct TrainingTests {
  /// The numbers that so many updates after the first observe: what penalties add is one where there are any.
  private static func values(of recipe: Recipe, _ updates: Int) -> Int {
    let hasPenalties = recipe.r1 > 0 || recipe.r2 > 0 || recipe.gradientPenalty > 0
    return 5 * updates
      + (hasPenalties ? (1...updates).count { $0.isMultiple(of: recipe.penaltyInterval) } : 0)
  }

  @Test(arguments: RecipeName.allCases)
  func aRunCompilesFewProgramsAndMovesBatchesAndLosses(_ name: RecipeName) throws {
    let engine = try XLADevice.engine()
    let recipe = Recipe.narrow(name) { $0.averageHalfLife = 100 }
    try Context.current.with(engine: engine).run {
      let updater = GANUpdater(GAN(recipe))
      _ = try updater.update(recipe.randomBatch(0))
      let first = engine.statistics
      for index in 1..<100 { _ = try updater.update(recipe.randomBatch(index)) }
      let found = engine.statistics.since(first)
      // The initial weights', the discriminator's update, that without penalties where not every one has them, and the
      // generator's.
      #expect(engine.statistics.compiledPrograms <= 4)
      #expect(found.runs == 2 * 99)
      #expect(found.arraysToHost == Self.values(of: recipe, 99))
      #expect(found.bytesToHost == 4 * Self.values(of: recipe, 99))
      // One batch an iteration; few numbers, such as labels, are scalars.
      #expect(found.arraysToDevice == 99)
      #expect(found.scalarsToDevice <= 4 * 99)
    }
  }

  /// As a trainer reads them, while the device computes the next step.
  @Test(arguments: RecipeName.allCases) func lossesThatAreReadLateAreTheSame(_ name: RecipeName)
    throws
  {
    let recipe = Recipe.narrow(name) { $0.averageHalfLife = 100 }
    func losses(late isLate: Bool) throws -> [Observation] {
      try Context.current.with(engine: XLADevice.engine()).run {
        let updater = GANUpdater(GAN(recipe))
        var (found, begun): ([Observation], [StepObservation]) = ([], [])
        for index in 0..<6 {
          begun.append(try updater.begin(recipe.randomBatch(index)))
          if isLate {
            // Augmentation that adapts to them does so after every fourth step.
            let adapts = recipe.augmentation == .automatic && index % 4 == 3
            if case .known = begun[index] { #expect(adapts) } else { #expect(!adapts) }
            if index > 0 { found.append(try begun[index - 1].value) }
          } else {
            found.append(try begun[index].value)
          }
        }
        return isLate ? found + [try begun[5].value] : found
      }
    }
    #expect(try losses(late: true) == losses(late: false))
  }

  /// As many iterations as asked for, from a state if there is one.
  private func trained(
    _ recipe: Recipe,
    by engine: any Engine,
    _ iterations: Range<Int>,
    from state: NamedArrays? = nil
  ) throws -> NamedArrays {
    try Context.current.with(engine: engine).run {
      let updater = GANUpdater(GAN(recipe))
      if let state { try updater.restore(from: StateReader(state, file: "state")) }
      for index in iterations { _ = try updater.update(recipe.randomBatch(index)) }
      return try updater.state()
    }
  }

  @Test(arguments: RecipeName.allCases) func resumingChangesNoBit(_ name: RecipeName) throws {
    let recipe = Recipe.narrow(name) { $0.averageHalfLife = 100 }
    let whole = try trained(recipe, by: XLADevice.engine(), 0..<6)
    let half = try trained(recipe, by: XLADevice.engine(), 0..<3)
    let rest = try trained(recipe, by: XLADevice.engine(), 3..<6, from: half)
    #expect(whole.names == rest.names)
    for name in whole.names { #expect(whole[name] == rest[name], "\(name)") }
  }

  /// After three moves of Adam, parameters of the same gradients are as near as those of the golden runs.
  @Test func aRunMovesBetweenDevices() throws {
    let recipe = Recipe.narrow(.mlpMNIST)
    let whole = try trained(recipe, by: CPUEngine(), 0..<6)
    let first = try trained(recipe, by: CPUEngine(), 0..<2)
    let second = try trained(recipe, by: XLADevice.engine(), 2..<4, from: first)
    let moved = try trained(recipe, by: CPUEngine(), 4..<6, from: second)
    #expect(whole.names == moved.names)
    for name in whole.names {
      guard case .float32(let expected)? = whole[name]?.elements,
        case .float32(let found)? = moved[name]?.elements
      else {
        #expect(whole[name] == moved[name], "\(name)")
        continue
      }
      let apart = zip(expected, found).map { abs($0 - $1) }.max() ?? 0
      #expect(apart < 2e-6, "\(name): \(apart)")
    }
  }
}
