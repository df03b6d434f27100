internal import Datasets
public import Distributed
internal import Foundation
public import TensorCore
internal import Terminal

/// Times sums over processes, and a training step that they share.
///
/// All processes run it together.
public struct SharedBenchmark {
  /// What was measured, as the first process sees it.
  public struct Result: Codable, Equatable, Sendable {
    /// The recipe's name.
    public let recipe: String
    /// The images of the whole batch.
    public let batch: Int
    /// The width of the networks.
    public let channels: Int
    /// The number of processes.
    public let processes: Int
    /// The threads of each process.
    public let threads: Int
    /// The times of sums.
    public let sums: [Sum]
    /// The median time of an iteration that one process computes alone, in seconds.
    public let aloneSeconds: Double
    /// The median time of an iteration that all share, in seconds.
    public let sharedSeconds: Double
    /// The part of it in which the first process waits for the others, in seconds.
    public let waitingSeconds: Double
    /// The network between the processes, as the sums show it.
    public let network: ScalingModel.Network
    /// What the step takes.
    public let model: ScalingModel

    /// A sum of so many bytes.
    public struct Sum: Codable, Equatable, Sendable {
      /// Its size.
      public let bytes: Int
      /// The median time that a process waits for it, in seconds.
      public let seconds: Double
    }

    /// What the model says of the shared iteration, in seconds.
    public var expectedSeconds: Double {
      model.seconds(batch: batch, processes: processes, over: network)
    }

    /// The speed relative to one process, by the number of processes.
    public var efficiency: Double { aloneSeconds / sharedSeconds / Double(processes) }
  }

  private let recipe: Recipe
  private let iterations: Int
  private let context: Context
  private let communicator: any Communicator

  /// A benchmark of a valid recipe.
  ///
  /// - Parameters:
  ///   - recipe: The recipe.
  ///   - iterations: Iterations to time, after two warm-up iterations.
  ///   - context: The context to compute in.
  ///   - communicator: The processes that share the step.
  public init(
    _ recipe: Recipe,
    iterations: Int,
    in context: Context,
    sharedBy communicator: any Communicator
  ) {
    (self.recipe, self.iterations) = (recipe, iterations)
    (self.context, self.communicator) = (context, communicator)
  }

  /// Runs it.
  ///
  /// - Throws: `CommunicationFailure` if another process is gone; `FileProblem` if there are more processes than
  ///   images in a batch.
  public func run() throws -> Result { try context.run { try measure() } }

  private func measure() throws -> Result {
    let share = try RunProcesses(communicator).share(of: recipe)
    let sums = try communicator.size == 1 ? [] : Self.sizes.map { try sum(bytes: $0) }
    let images = recipe.imagesPerIteration
    // Each computes for itself, but all at once, as they do when they share a batch.
    let alone = try times(GANUpdater(GAN(recipe)), on: images)
    var part = recipe
    part.batchSize = max(recipe.batchSize / max(communicator.size, 2), 1)
    let partly = try times(GANUpdater(GAN(part)), on: part.imagesPerIteration)
    let step = try sharedStep(by: share)
    let count = try sumsOfAStep()
    let batch = Double(recipe.batchSize)
    let slope = (alone - partly) / max(batch - Double(part.batchSize), 1)
    // Times that scatter must not add up to less than nothing for no images.
    let perImage = min(max(slope, 0), alone / batch)
    return Result(
      recipe: recipe.name.rawValue,
      batch: recipe.batchSize,
      channels: recipe.channels,
      processes: communicator.size,
      threads: context.threadCount,
      sums: sums,
      aloneSeconds: alone,
      sharedSeconds: share == nil ? alone : step.seconds,
      waitingSeconds: step.waiting,
      network: network(sums),
      model: model(
        fixed: max(alone - perImage * batch, 0),
        perImage: perImage,
        count
      )
    )
  }

  /// What an iteration adds up where nothing is done in common memory.
  private func sumsOfAStep() throws -> CountingCommunicator.Count {
    let counter = CountingCommunicator(communicator)
    guard let share = try RunProcesses(counter).share(of: recipe) ?? rehearsal(by: counter)
    else { return CountingCommunicator.Count() }
    let rows = share.rows(of: recipe.imagesPerIteration).reduce(0) { $0 + $1.count }
    let batch = Benchmark.randomBatch(of: recipe, count: rows)
    _ = try GANUpdater(GAN(recipe), share: share).update(batch)
    return counter.take()
  }

  /// A share of a batch whose other half nobody computes: it shows what would be added up.
  private func rehearsal(by counter: CountingCommunicator) -> BatchShare? {
    guard recipe.batchSize > 1 else { return nil }
    return BatchShare(
      of: 0,
      among: 2,
      ofBatch: recipe.batchSize,
      with: CommunicatingWorkers(counter),
      normalizingBy: recipe.batchStatistics
    )
  }

  /// The time of an iteration that is shared, and the part of it that this process waits.
  private func sharedStep(by share: BatchShare?) throws -> (seconds: Double, waiting: Double) {
    guard let share else { return (0, 0) }
    let updater = GANUpdater(GAN(recipe), share: share)
    let rows = share.rows(of: recipe.imagesPerIteration).reduce(0) { $0 + $1.count }
    let waited = share.secondsWaited
    let seconds = try times(updater, on: rows)
    return (seconds, (share.secondsWaited - waited) / Double(Self.warmUp + iterations))
  }

  private static let warmUp = 2
  /// From what batch normalization sends to what fills a bucket of gradients, and more.
  private static let sizes = [1 << 10, 16 << 10, 256 << 10, 1 << 20, 4 << 20, 16 << 20]

  /// The median time of an iteration of all processes; the slowest one's, as they wait for each other.
  private func times(_ updater: GANUpdater, on images: Int) throws -> Double {
    let batch = Benchmark.randomBatch(of: recipe, count: images)
    for _ in 0..<Self.warmUp { _ = try updater.update(batch) }
    try communicator.barrier()
    let clock = ContinuousClock()
    let all = try (0..<iterations).map { _ in
      try clock.measure { _ = try updater.update(batch) } / .seconds(1)
    }
    return try slowest(all.sorted()[iterations / 2])
  }

  private func sum(bytes: Int) throws -> Result.Sum {
    var numbers = [Float](repeating: 0, count: bytes / MemoryLayout<Float>.stride)
    let clock = ContinuousClock()
    let times = try numbers.withUnsafeMutableBufferPointer { numbers in
      try (0..<12).map { _ in
        try communicator.barrier()
        return try clock.measure { try communicator.startAllReduce(numbers).wait() } / .seconds(1)
      }
    }
    return Result.Sum(bytes: bytes, seconds: try slowest(times.dropFirst(2).sorted()[5]))
  }

  /// The most that any process has.
  private func slowest(_ seconds: Double) throws -> Double {
    let all = try communicator.allGather(withUnsafeBytes(of: seconds) { [UInt8]($0) })
    return all.map { $0.withUnsafeBytes { $0.loadUnaligned(as: Double.self) } }.max() ?? seconds
  }

  /// The latency and bandwidth of which sums take the measured times.
  private func network(_ sums: [Result.Sum]) -> ScalingModel.Network {
    guard let least = sums.first, let most = sums.last else { return .ethernet(gigabits: 10) }
    let count = communicator.size
    let one = ScalingModel.Network(latency: 1, bandwidth: .infinity)
    let latency = least.seconds / one.seconds(ofSumOver: count, bytes: 0)
    let bytes = 2 * Double(count - 1) / Double(count) * Double(most.bytes)
    return ScalingModel.Network(
      latency: latency,
      bandwidth: bytes / max(most.seconds - least.seconds, 1e-9)
    )
  }

  private func model(
    fixed: Double,
    perImage: Double,
    _ count: CountingCommunicator.Count
  ) -> ScalingModel {
    func mean(_ numbers: Int, _ messages: Int) -> Double {
      Double(numbers) * 4 / Double(max(messages, 1))
    }
    return ScalingModel(
      fixedSeconds: fixed,
      secondsPerImage: perImage,
      immediateSums: Double(count.immediate),
      immediateBytes: mean(count.immediateNumbers, count.immediate),
      messages: Double(count.started),
      messageBytes: mean(count.startedNumbers, count.started),
      lastBytes: Double(count.lastNumbers) * 4
    )
  }
}

extension SharedBenchmark.Result {
  /// A report for people.
  public var lines: [String] {
    let ms = ScalingModel.milliseconds
    var lines = [
      "\(recipe), batch \(batch), channels \(channels), "
        + "\(processes) process\(processes == 1 ? "" : "es"), \(threads) thread\(threads == 1 ? "" : "s") each"
    ]
    if processes > 1 {
      lines += ["", "Sums over all processes"]
      lines += TextTable.lines(
        of: [
          ["size"] + sums.map { NumberText.bytes(Double($0.bytes)) },
          ["time"] + sums.map { ms($0.seconds) + " ms" },
          ["rate"] + sums.map { NumberText.bytes(Double($0.bytes) / $0.seconds) + "/s" },
        ],
        endingWithText: false
      )
      lines += [
        "", "An iteration",
        "  one process            \(ms(aloneSeconds)) ms",
        "  \(processes) processes            \(ms(sharedSeconds)) ms, \(ms(waitingSeconds)) ms of it waiting",
        "  expected               \(ms(expectedSeconds)) ms",
        "  efficiency             \(ScalingModel.percent(efficiency))",
      ]
    }
    let bytes = model.messages * model.messageBytes + model.immediateSums * model.immediateBytes
    lines += [
      "", "Expected over Ethernet, with \(NumberText.bytes(bytes)) to add up in an iteration",
    ]
    return lines + model.table(batch: batch)
  }
}
