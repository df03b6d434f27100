internal import Adversarial
internal import Datasets
internal import Foundation
internal import Randomness
public import TensorCore
internal import Terminal
internal import Training

/// Times training iterations and generation on random images, which does not affect the arithmetic.
public struct Benchmark {
  /// The measurements; the keys of its JSON are those of the PyTorch peer.
  public struct Result: Encodable, Sendable {
    /// The recipe's name.
    public let recipe: String
    /// The implementation: "forger".
    public let style: String
    /// Images per iteration.
    public let batch: Int
    /// The width of the networks.
    public let channels: Int
    /// The number of threads.
    public let threads: Int
    /// The median time of an iteration, in seconds.
    public let medianSeconds: Double
    /// The shortest time of an iteration, in seconds.
    public let minimumSeconds: Double
    /// Generated images per second, 100 at a time.
    public let generatedImagesPerSecond: Double
    /// The peak memory of the process, in MiB.
    public let peakMebibytes: Int

    enum CodingKeys: String, CodingKey {
      case recipe
      case style
      case batch
      case channels
      case threads
      case medianSeconds = "median_s"
      case minimumSeconds = "min_s"
      case generatedImagesPerSecond = "generated_images_per_s"
      case peakMebibytes = "peak_mib"
    }

    /// One line of JSON.
    public var json: String { get throws { try jsonLine } }

    /// A report for people.
    public var text: String {
      """
      \(recipe), batch \(batch), channels \(channels), \(threads) threads
        an iteration   median \(NumberText.fixed(medianSeconds * 1000, decimals: 2)) ms, \
      minimum \(NumberText.fixed(minimumSeconds * 1000, decimals: 2)) ms
        training       \(NumberText.fixed(Double(batch) / medianSeconds, decimals: 1)) images/s
        generation     \(NumberText.fixed(generatedImagesPerSecond, decimals: 1)) images/s
        peak memory    \(peakMebibytes) MiB
      """
    }
  }

  private let recipe: Recipe
  private let iterations: Int
  private let context: Context

  /// A benchmark of a valid recipe over `iterations` iterations, after two warm-up iterations, in a context.
  public init(
    _ recipe: Recipe,
    iterations: Int = 8,
    in context: Context = .current
  ) throws(RecipeProblem) {
    try Recipe.check("iterations", iterations, in: 1...1_000_000)
    self.recipe = recipe
    self.iterations = iterations
    self.context = context
  }

  /// Runs it.
  ///
  /// - Parameter observe: Is called after each training iteration, those of the warm-up included; it is not timed.
  /// - Returns: What was measured.
  /// - Throws: What an iteration throws.
  public func run(afterEachIteration observe: () -> Void = {}) throws -> Result {
    try context.run { try measure(observe) }
  }

  private func measure(_ observe: () -> Void) throws -> Result {
    let gan = GAN(recipe)
    let updater = GANUpdater(gan)
    let batch = Self.randomBatch(of: recipe, count: recipe.imagesPerIteration)
    var last: StepObservation?
    let training = try times(observe) {
      // As a trainer does it: an iteration's losses are read once the next one has begun.
      let begun = try updater.begin(batch)
      _ = try last?.value
      last = begun
    }
    _ = try last?.value
    let inputs = gan.sampler.inputs(seed: 0, purpose: "benchmark")
    let generation = try times {
      // Read: another device computes no earlier.
      gan.sampler.generate(from: inputs(100)).withUnsafeBuffer { _ in }
    }
    return Result(
      recipe: recipe.name.rawValue,
      style: "forger",
      batch: recipe.batchSize,
      channels: recipe.channels,
      threads: context.threadCount,
      medianSeconds: training[training.count / 2],
      minimumSeconds: training[0],
      generatedImagesPerSecond: 100 / generation[generation.count / 2],
      peakMebibytes: Self.peakMebibytes
    )
  }

  /// Measures where the time of an iteration goes.
  public func profile() throws -> Profile { try context.run { try measureKernels() } }

  private func measureKernels() throws -> Profile {
    let updater = GANUpdater(GAN(recipe))
    let batch = Self.randomBatch(of: recipe, count: recipe.imagesPerIteration)
    for _ in 0..<2 { _ = try updater.update(batch) }
    let clock = ContinuousClock()
    var elapsed = Duration.zero
    let rows = try Profiler.profile {
      elapsed = try clock.measure {
        for _ in 0..<iterations { _ = try updater.update(batch) }
      }
    }
    return Profile(
      rows: rows,
      iterations: iterations,
      seconds: elapsed / .seconds(1) / Double(iterations),
      productCeiling: Profile.measuredProductCeiling(),
      memoryCeiling: Profile.measuredMemoryCeiling()
    )
  }

  /// The times of `body` in seconds, in ascending order, after two that do not count.
  private func times(_ observe: () -> Void = {}, _ body: () throws -> Void) throws -> [Double] {
    let clock = ContinuousClock()
    return try (0..<(2 + iterations)).map { _ in
      defer { observe() }
      return try clock.measure(body) / .seconds(1)
    }.dropFirst(2).sorted()
  }

  /// So many random images in a recipe's shape, with labels if it has classes.
  static func randomBatch(of recipe: Recipe, count: Int) -> ImageBatch {
    let random = RandomStream(seed: 1, purpose: "benchmark")
    let values = Tensor.uniform(
      [count * recipe.image.byteCount],
      from: 0,
      to: 256,
      using: random
    )
    let classes = recipe.conditioning.classCount
    return ImageBatch(
      shape: recipe.image,
      count: count,
      pixels: values.scalars.map { UInt8(min($0, 255)) },
      labels: classes == 0 ? nil : (0..<count).map { $0 % classes }
    )
  }

  static var peakMebibytes: Int {
    var usage = rusage()
    // Linux counts in KiB, macOS in bytes.
    getrusage(RUSAGE_SELF_WHO, &usage)
    #if canImport(Darwin)
    return usage.ru_maxrss >> 20
    #else
    return usage.ru_maxrss >> 10
    #endif
  }
}

#if canImport(Darwin)
private let RUSAGE_SELF_WHO = RUSAGE_SELF
#else
private let RUSAGE_SELF_WHO = __rusage_who_t(RUSAGE_SELF.rawValue)
#endif
