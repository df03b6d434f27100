import ExitTestSupport
import NeuralNetworks
import Optimizers
import Randomness
import Synchronization
import TensorCore
import TestSupport
import Testing

@Suite struct OptimizerTests {
  static let rules: [any UpdateRule] = [
    Adam(learningRate: 0.05, beta1: 0.5, form: .chainer), Adam(learningRate: 0.05),
    SGD(learningRate: 0.05), SGD(learningRate: 0.02, momentum: 0.9, isNesterov: true),
  ]

  @Test(arguments: rules.indices) func findsTheLeastOfAParabola(_ index: Int) throws {
    let holder = Holder(.sample([4]), .sample([2, 3]))
    let targets = [Tensor.sample([4], seed: 1), Tensor.sample([2, 3], seed: 2)]
    func loss() -> Tensor {
      zip(holder.values, targets).map { ($0.value - $1).squared.sum() }.reduce(Tensor(0), +)
    }
    let optimizer = Optimizer(of: holder, Self.rules[index])
    let first = loss().scalar
    for _ in 0..<300 { try optimizer.minimize(loss()) }
    #expect(loss().scalar < 1e-4 * first)
    #expect(optimizer.step == 300)
  }

  @Test(arguments: rules.indices) func frozenParametersStay(_ index: Int) throws {
    let holder = Holder(.sample([4]), .sample([2, 3]), .sample([2]))
    let before = holder.values.map(\.value.scalars)
    let optimizer = Optimizer(of: holder, except: [holder.values[1]], Self.rules[index])
    for _ in 0..<3 {
      try optimizer.minimize(holder.values.map { $0.value.squared.sum() }.reduce(Tensor(0), +))
    }
    #expect(optimizer.parameters.map(\.path) == ["values.0", "values.2"])
    #expect(!optimizer.state.contains { $0.path.hasPrefix("values.1") })
    let after = holder.values.map(\.value.scalars)
    #expect(after[1] == before[1] && after[0] != before[0] && after[2] != before[2])
  }

  @Test(arguments: rules.indices) func continuesWhereItWasSaved(_ index: Int) throws {
    let original = Holder(.sample([5]), .sample([3]))
    let first = Optimizer(of: original, Self.rules[index], schedule: .linear(to: 0, over: 10))
    func walk(_ optimizer: Optimizer, _ steps: Range<UInt64>) throws {
      for step in steps {
        try optimizer.step(along: [.sample([5], seed: step), .sample([3], seed: 100 + step)])
      }
    }
    try walk(first, 0..<4)
    let copy = Holder(original.values[0].value, original.values[1].value)
    let second = Optimizer(of: copy, Self.rules[index], schedule: .linear(to: 0, over: 10))
    load(first.step, first.state, into: second)
    try walk(first, 4..<8)
    try walk(second, 4..<8)
    #expect(second.step == 8)
    for (left, right) in zip(original.values, copy.values) {
      #expect(left.value.isIdentical(to: right.value))
    }
    for (left, right) in zip(first.state, second.state) {
      #expect(left.path == right.path)
      #expect(left.value.isIdentical(to: right.value))
    }
  }

  @Test func slotsAreNamedAndStartAtZero() {
    let optimizer = Optimizer(of: Holder(.sample([2]), .sample([3])), Adam())
    #expect(
      optimizer.state.map(\.path) == ["values.0/m", "values.0/v", "values.1/m", "values.1/v"]
    )
    #expect(optimizer.state.allSatisfy { $0.value.scalars.allSatisfy { $0 == 0 } })
    #expect(Optimizer(of: Holder(.sample([2])), SGD(learningRate: 1)).state.isEmpty)
  }

  @Test func theNumberOfThreadsChangesNothing() throws {
    func result() throws -> Tensor {
      let holder = Holder(.sample([100_003]))
      let optimizer = Optimizer(
        of: holder,
        Adam(learningRate: 0.01, form: .chainer),
        hooks: [WeightDecay(rate: 0.1)]
      )
      for step in 0..<3 as Range<UInt64> {
        try optimizer.step(along: [.sample([100_003], seed: step)])
      }
      return holder.values[0].value
    }
    let (one, two) = (try withThreads(1, result), try withThreads(2, result))
    #expect(one.isIdentical(to: two))
  }

  @Test func workersAddUpAllGradientsOnceAStepBeforeTheHooks() throws {
    let holder = Holder(Tensor([1, 1]), Tensor([1]))
    let workers = Doubling()
    let recorder = GradientRecorder()
    let optimizer = Optimizer(
      of: holder,
      SGD(learningRate: 1),
      hooks: [recorder]
    )
    let context = Self.context(with: workers)
    try context.run {
      // A share of two thirds.
      let own = optimizer.wholeGradients(of: [Tensor([1.5, 3]), Tensor([4.5])])
      try optimizer.step(along: own)
    }
    #expect(workers.calls == [[[1, 2], [3]]])
    #expect(recorder.steps.map { $0.map(\.scalars) } == [[[2, 4], [6]]])
    #expect(holder.scalars == [-1, -3, -5])
    _ = try context.run { try optimizer.minimize(holder.values[1].value.sum()) }
    #expect(workers.calls.count == 2)
  }

  /// The sums are read when the parameters are, not before.
  @Test(arguments: [[], [WeightDecay(rate: 0.5)]])
  func anUpdateWaitsForTheSumsUntilTheParametersAreRead(_ hooks: [WeightDecay]) throws {
    func trained(_ workers: any Workers, _ check: () -> Void = {}) throws -> ([Float], [Float]) {
      let holder = Holder(Tensor([1, 2]), Tensor([3]))
      let optimizer = Optimizer(of: holder, Adam(learningRate: 0.5), hooks: hooks)
      let context = Self.context(with: workers)
      for _ in 0..<3 {
        try context.run {
          let product = holder.values[0].value * holder.values[1].value
          _ = try optimizer.minimize((product.squared + holder.values[0].value).sum())
          check()
        }
      }
      return (holder.scalars, optimizer.state.flatMap { $0.value.scalars })
    }
    let workers = Gradual()
    var asked: [Int] = []
    let (found, state) = try trained(workers) { asked.append(workers.asked) }
    // Both parameters are read by the next step, and at the end.
    #expect(asked == [0, 2, 4])
    #expect(workers.asked == 6)
    let expected = try trained(Doubling())
    #expect(found == expected.0 && state == expected.1)
  }

  /// Waiting for sums costs no copies.
  @Test func anUpdateThatHasWaitedChangesMemoryInPlace() throws {
    let holder = Holder(Tensor(repeating: 1, shape: [1000]))
    let optimizer = Optimizer(of: holder, Adam(learningRate: 0.5))
    var places: [[UnsafePointer<Float>?]] = []
    for _ in 0..<3 {
      try Self.context(with: Gradual()).run {
        _ = try optimizer.minimize(holder.values[0].value.squared.sum())
      }
      let tensors = [holder.values[0].value.detached] + optimizer.state.map(\.value)
      places.append(tensors.map { $0.withUnsafeBuffer(\.baseAddress) })
    }
    #expect(Set(places).count == 1 && Set(places[0]).count == 3)
  }

  @Test func gradientsOfPartsAreAddedUpOnce() throws {
    let holder = Holder(Tensor([2]), Tensor([5]))
    let workers = Doubling()
    let optimizer = Optimizer(of: holder, SGD(learningRate: 1))
    Self.context(with: workers).run {
      let first = optimizer.ownGradients(of: (holder.values[1].value * 3).sum())
      // The last part does not depend on the second parameter.
      let whole = optimizer.gradients(of: (holder.values[0].value * 3).sum(), addedTo: first)
      #expect(first.map(\.scalars) == [[0], [2]])
      #expect(whole.map(\.scalars) == [[4], [4]])
    }
    #expect(workers.calls == [[[2], [2]]])
  }

  @Test func theGradientIsThatOfTheShareOfTheLoss() {
    let holder = Holder(Tensor([2]))
    let optimizer = Optimizer(of: holder, SGD(learningRate: 1))
    // The first of two workers has two of three examples.
    let gradients = Self.context(with: Doubling()).run {
      optimizer.gradients(of: (holder.values[0].value * 3).sum())
    }
    #expect(gradients.map(\.scalars) == [[4]])
  }

  @Test func nothingMovesWhereAWorkerIsGone() {
    let holder = Holder(Tensor([1]))
    let optimizer = Optimizer(of: holder, Adam())
    #expect(throws: Failing.Failure.self) {
      try Self.context(with: Failing()).run {
        _ = try optimizer.minimize(holder.values[0].value.sum())
      }
    }
    #expect(holder.scalars == [1])
    #expect(optimizer.step == 0)
    #expect(optimizer.state.allSatisfy { $0.value.scalars == [0] })
  }

  @Test func tensorsTakenBeforeAStepKeepTheirValues() throws {
    let holder = Holder(Tensor([1, 2]))
    let optimizer = Optimizer(of: holder, Adam(learningRate: 0.5))
    let before = holder.values[0].value
    let detached = holder.values[0].value.detached
    let slots = optimizer.state.map(\.value)
    let gradient = Tensor([1, 1])
    try optimizer.step(along: [gradient])
    #expect(before.scalars == [1, 2] && detached.scalars == [1, 2])
    #expect(slots.allSatisfy { $0.scalars == [0, 0] })
    #expect(gradient.scalars == [1, 1])
    #expect(holder.scalars != [1, 2])
    // What was restored from stays as it was, too.
    let saved = optimizer.state
    let numbers = saved.map(\.value.scalars)
    load(1, saved, into: optimizer)
    try optimizer.step(along: [gradient])
    #expect(saved.map(\.value.scalars) == numbers)
  }

  @Test func onlyItsOwnModelMoves() throws {
    let random = RandomStream(seed: 0, purpose: "weights")
    let (mine, other) = (Linear(2, 2, using: random), Linear(2, 2, using: random))
    let untouched = other.weight.value.detached
    let optimizer = Optimizer(of: mine, SGD(learningRate: 1))
    try optimizer.minimize(mine(other(.ones([1, 2]))).sum())
    #expect(other.weight.value.isIdentical(to: untouched))
    #expect(optimizer.parameters.map(\.path) == ["weight", "bias"])
  }

  @Test func gradientsAndSlotsMustFit() async {
    expectMessage(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        try Optimizer(of: Holder(.zeros([2])), Adam()).step(along: [.zeros([3])])
      },
      "Optimizer: gradients of [[3]] for [[2]]"
    )
    expectMessage(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        try Optimizer(of: Holder(.zeros([2])), Adam()).step(along: [])
      },
      "Optimizer: gradients of [] for [[2]]"
    )
    expectMessage(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        Optimizer(of: Holder(.zeros([2])), Adam()).load(step: 1) { _, _ in .zeros([3]) }
      },
      "of [3] for shape [2]"
    )
    expectMessage(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        Optimizer(of: Holder(.zeros([2])), Adam()).load(step: .max) { .zeros($1) }
      },
      "Optimizer: a state after 9223372036854775807 steps"
    )
  }

  @Test func aStateThatDoesNotFitChangesNothing() throws {
    let optimizer = Optimizer(of: Holder(Tensor([1, 2])), Adam())
    try optimizer.step(along: [Tensor([1, 1])])
    let before = optimizer.state.map(\.value.scalars)
    #expect(throws: CancellationError.self) {
      try optimizer.load(step: 7) { path, shape in
        if path.hasSuffix("/v") { throw CancellationError() }
        return .zeros(shape)
      }
    }
    #expect(optimizer.step == 1)
    #expect(optimizer.state.map(\.value.scalars) == before)
  }

  private static func context(with workers: any Workers) -> Context {
    Context.current.with(share: BatchShare(of: 0, among: 2, ofBatch: 3, with: workers))
  }

  private func load(_ step: Int, _ state: [Named<Tensor>], into optimizer: Optimizer) {
    optimizer.load(step: step) { path, _ in
      state.first { $0.path == path }?.value ?? Tensor([.nan])
    }
  }
}

/// Two workers that have the same gradients.
private final class Doubling: Workers {
  private let seen = Mutex<[[[Float]]]>([])

  var calls: [[[Float]]] { seen.withLock(\.self) }

  func sums(of tensors: [Tensor]) -> [Tensor] {
    let values = tensors.map(\.scalars)
    seen.withLock { $0.append(values) }
    return tensors.map { $0 * 2 }
  }
}

/// Two workers that have the same gradients, and say how many sums were asked for.
private final class Gradual: Workers {
  private final class Sums: SumsInProgress {
    let workers: Gradual
    let tensors = Mutex<[Tensor]>([])

    init(_ workers: Gradual) { self.workers = workers }

    func add(_ tensor: Tensor) { tensors.withLock { $0.append(tensor) } }

    func finish() {}

    func sum(_ index: Int) -> Tensor {
      workers.count.withLock { $0 += 1 }
      return tensors.withLock { $0[index] } * 2
    }
  }

  private let count = Mutex(0)

  var asked: Int { count.withLock(\.self) }

  func sums(of tensors: [Tensor]) -> [Tensor] { tensors.map { $0 * 2 } }

  func startSums() -> any SumsInProgress { Sums(self) }
}

/// Workers of whom the other is gone.
private struct Failing: Workers {
  struct Failure: Error {}

  func sums(of tensors: [Tensor]) throws -> [Tensor] { throw Failure() }
}
