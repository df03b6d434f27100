internal import Adversarial
internal import Archives
internal import Datasets
internal import Evaluation
internal import Training

/// The candidate of an evaluation: a generator, or existing images.
struct Candidate {
  private(set) var source: any SampleSource
  /// The generator, if it is one.
  private let sampler: Sampler?
  /// The images, if they exist already.
  let images: (any ImageDataset)?
  /// A short description.
  let kind: String
  /// The training dataset, if known.
  let dataset: String?
  /// The number of classes that samples can be asked to be of; 0 for none.
  let classCount: Int
  /// Their names, if they have some.
  let classNames: [String]
  /// How real images are fitted to the candidate's shape.
  let rules: FittingRules

  /// Opens a name or path: a checkpoint or the folder of a run is a generator, anything else that
  /// `Datasets.open` accepts is images.
  ///
  /// - Throws: `FileProblem` if it is neither, or is to be truncated and cannot be.
  init(_ nameOrPath: String, truncatedBy truncation: Truncation? = nil) throws {
    guard Self.isCheckpoint(nameOrPath) else {
      let images = try Datasets.open(nameOrPath)
      guard truncation == nil else {
        throw FileProblem(
          nameOrPath,
          found: "is images, which have no latent vectors to truncate",
          expected: "a generator, or no truncation"
        )
      }
      (source, self.images, sampler) = (DatasetSamples(images), images, nil)
      kind = "\(images.count) images of \(images.shape)"
      (dataset, rules) = (nil, FittingRules())
      (classCount, classNames) = (0, [])
      return
    }
    let checkpoint = try GeneratorCheckpoint(readingFrom: nameOrPath).truncating(by: truncation)
    let recipe = checkpoint.recipe
    sampler = checkpoint.sampler
    source = GeneratorSamples(of: checkpoint.sampler, named: checkpoint.path)
    images = nil
    let average = recipe.hasAverage ? ", averaged" : ""
    let truncated = truncation.map { ", truncated at \($0.threshold)" } ?? ""
    kind = "\(recipe.name.rawValue) generator\(average)\(truncated), images of \(recipe.image)"
    dataset = recipe.dataset
    (classCount, classNames) = (recipe.conditioning.classCount, recipe.classNames)
    rules = FittingRules(crop: recipe.crop, resize: recipe.resize)
  }

  /// Makes samples of these classes in turn, if it is a generator.
  ///
  /// - Precondition: The generator knows the classes.
  mutating func makeSamples(ofClasses labels: [Int]?) {
    guard let sampler else { return }
    source = GeneratorSamples(of: sampler, named: source.name, ofClasses: labels)
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
