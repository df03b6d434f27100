internal import Adversarial
internal import Archives
internal import Datasets
public import Evaluation
public import Imaging
internal import Randomness
public import Recipes

/// Compares a generator's samples with its training images, to detect memorization.
///
/// Images are read in batches and released when their features are known, so that memory does not grow with
/// their number.
public struct NearestImages {
  /// The result of a comparison.
  public struct Result {
    /// The report.
    public let report: NearestReport
    /// Some samples, the most suspicious first, each beside its nearest training images in each space.
    public let grid: Image
  }

  private let checkpoint: GeneratorCheckpoint
  private let settings: NearestSettings
  private let datasetName: String
  private let training: any ImageDataset
  private let testPart: (any ImageDataset)?
  private let extractors: [any FeatureExtractor]

  /// Larger images are scaled down to this size for comparing pixels, which bounds memory.
  private static let longestSide = 64
  /// The most training images that are compared together.
  private static let batchSize = 1000

  /// A comparison of a checkpoint's generator with a dataset, by default its own.
  ///
  /// - Parameters:
  ///   - checkpoint: The generator.
  ///   - dataset: The dataset's name or path; the checkpoint's own if `nil`.
  ///   - settings: How images are compared.
  ///   - cache: The cache of classifiers.
  /// - Throws: `RecipeProblem` if the settings are not valid; `FileProblem` if the dataset cannot be read, or
  ///   a classifier is asked for but there is none.
  public init(
    of checkpoint: GeneratorCheckpoint,
    in dataset: String? = nil,
    _ settings: NearestSettings = NearestSettings(),
    cache: EvaluationCache? = nil
  ) throws {
    try settings.validate()
    let recipe = checkpoint.recipe
    let name = dataset ?? recipe.dataset
    let original = try Datasets.open(name)
    training = original.adapted(to: recipe.image, by: recipe.fittingRules)
    testPart = try Datasets.openTestPart(of: name)?.adapted(
      to: recipe.image,
      by: recipe.fittingRules
    )
    guard training.count > 1 else {
      throw FileProblem(name, found: "holds one image", expected: "at least two to compare")
    }
    (self.checkpoint, self.settings) = (checkpoint, settings)
    let features = try settings.features.extractor(
      for: original,
      from: name,
      images: recipe.image,
      in: cache
    )
    let pixels = PixelExtractor(for: recipe.image, side: Self.longestSide)
    extractors = [pixels] + (features is PixelExtractor ? [] : [features])
    datasetName = name
  }

  /// The number of training images.
  public var trainingCount: Int { training.count }

  /// Compares the samples with all training images.
  ///
  /// - Parameter progress: Called with the number of training images compared so far.
  /// - Returns: The result.
  /// - Throws: If an image cannot be read, and what `progress` throws.
  public func run(progress: (_ images: Int) throws -> Void = { _ in }) throws -> Result {
    let clock = ContinuousClock()
    let start = clock.now
    let heldOut = HeldOutImages(
      of: testPart ?? training,
      count: max(settings.samples, NearestSettings.leastHeldOut),
      areTraining: testPart == nil,
      seed: settings.seed
    )
    let searches = try extractors.map {
      try search(heldOut, in: FittedFeatures($0, of: training.shape))
    }
    try training.forEachBatch(of: Array(0..<training.count), size: Self.batchSize) { batch, done in
      for search in searches { search.add(batch) }
      try progress(done)
    }
    let report = NearestReport(
      checkpoint: checkpoint.path,
      dataset: datasetName,
      trainingCount: training.count,
      heldOutCount: heldOut.indices.count,
      heldOutIsTestPart: testPart != nil,
      samples: settings.samples,
      seed: settings.seed,
      truncation: checkpoint.sampler.truncation?.threshold,
      features: extractors.map(FeatureFacts.init),
      spaces: searches.map(\.closeness),
      damages: DamagedImages(of: [training] + (testPart.map { [$0] } ?? [])).lines,
      seconds: (clock.now - start) / .seconds(1)
    )
    return Result(report: report, grid: try grid(of: searches))
  }

  /// A search for the neighbors of samples and held-out images, which are not kept.
  private func search(_ heldOut: HeldOutImages, in space: FittedFeatures) throws -> ImageSearch {
    var queries = ImageQueries(in: space, alsoMirrored: checkpoint.recipe.flip)
    try forEachSampleBatch { queries.add($0) }
    try heldOut.dataset.forEachBatch(of: heldOut.indices, size: Self.batchSize) { batch, _ in
      queries.add(batch)
    }
    return ImageSearch(of: queries, samples: settings.samples, excluding: heldOut.excluded)
  }

  private func grid(of searches: [ImageSearch]) throws -> Image {
    let scores = (0..<settings.samples).map { index in
      searches.map { $0.closeness.suspicion(of: $0.sampleNeighbors[index]) }.min() ?? 0
    }
    let order = scores.indices.sorted { (scores[$0], $0) < (scores[$1], $1) }
    let shown = Array(order.prefix(settings.rows))
    let columns = 1 + searches.count * NearestSettings.shownNeighbors
    let blank = Image(
      height: training.shape.height,
      width: training.shape.width,
      channels: training.shape.channels,
      filledWith: 128
    )
    let rows = try zip(shown, try samples(shown)).map { index, sample in
      try [sample]
        + searches.flatMap { search in
          let nearest = try search.sampleNeighbors[index].prefix(NearestSettings.shownNeighbors)
            .map { try training.decodedImage(at: $0.index) }
          return nearest
            + Array(repeating: blank, count: NearestSettings.shownNeighbors - nearest.count)
        }
    }
    return ImageGrid(rows: rows.count, columns: columns, border: 1, background: 128)
      .image(of: rows.flatMap { $0 })
  }

  /// The samples with the given indices, generated once more.
  private func samples(_ numbers: [Int]) throws -> [Image] {
    var (found, first): ([Int: Image], Int) = ([:], 0)
    try forEachSampleBatch { batch in
      for number in numbers where (first..<first + batch.count).contains(number) {
        found[number] = batch.image(at: number - first)
      }
      first += batch.count
    }
    return numbers.compactMap { found[$0] }
  }

  private func forEachSampleBatch(_ body: (ImageBatch) throws -> Void) throws {
    try GeneratorSamples(of: checkpoint.sampler, named: checkpoint.path)
      .forEachBatch(of: settings.samples, seed: settings.seed, body)
  }
}

/// The images that samples are compared with: of a test split, or training images without themselves.
struct HeldOutImages {
  let dataset: any ImageDataset
  /// Their indices in the dataset.
  let indices: [Int]
  /// The index of each among the training images, if it is one.
  let excluded: [Int]?

  /// Random images of a dataset, drawn without repetition.
  init(of dataset: any ImageDataset, count: Int, areTraining: Bool, seed: UInt64) {
    let order = RandomStream(seed: seed, purpose: "held out").permutation(of: dataset.count)
    self.dataset = dataset
    indices = Array(order.prefix(count))
    excluded = areTraining ? indices : nil
  }
}
