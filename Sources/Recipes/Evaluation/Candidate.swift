internal import Archives
internal import Datasets
internal import Evaluation
internal import Training

/// What is evaluated: a generator, or images that are there.
struct Candidate {
  let source: any SampleSource
  /// The images, if they are there.
  let images: (any ImageDataset)?
  /// What it is, in a few words.
  let kind: String
  /// The dataset that it learned from, if that is known.
  let dataset: String?
  /// How real images come to its images' shape.
  let rules: FittingRules

  /// What stands under a name or path: a checkpoint or a run's folder is a generator, all else that
  /// `Datasets.open` takes is images.
  ///
  /// - Throws: `FileProblem` where it is neither.
  init(_ nameOrPath: String) throws {
    guard Self.isCheckpoint(nameOrPath) else {
      let images = try Datasets.open(nameOrPath)
      (source, self.images) = (DatasetSamples(images), images)
      kind = "\(images.count) images of \(images.shape)"
      (dataset, rules) = (nil, FittingRules())
      return
    }
    let checkpoint = try GeneratorCheckpoint(readingFrom: nameOrPath)
    let recipe = checkpoint.recipe
    source = GeneratorSamples(of: checkpoint.sampler, named: checkpoint.path)
    images = nil
    let average = recipe.hasAverage ? ", averaged" : ""
    kind = "\(recipe.name.rawValue) generator\(average), images of \(recipe.image)"
    dataset = recipe.dataset
    rules = FittingRules(crop: recipe.crop, resize: recipe.resize)
  }

  private static func isCheckpoint(_ nameOrPath: String) -> Bool {
    if DatasetCatalog.entry(named: nameOrPath) != nil { return false }
    switch FileKind(at: nameOrPath) {
    case .folder: return !SnapshotFile.list(in: nameOrPath).isEmpty
    case .file: return nameOrPath.hasSuffix(".npz")
    default: return false
    }
  }
}
