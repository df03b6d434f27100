public import Adversarial
package import Archives
internal import Datasets
internal import NeuralNetworks
internal import TensorCore
internal import Training

/// A trained generator, read from a file.
///
/// If the recipe has an EMA of the generator, this is the EMA: `gen_iter_N.npz` holds nothing else, a
/// snapshot holds both. Only the generator is read and built.
public struct GeneratorCheckpoint {
  /// The path that it was read from.
  public let path: String
  /// The generator and its recipe.
  public internal(set) var sampler: Sampler
  /// The recipe that the generator was trained with.
  public var recipe: Recipe { sampler.recipe }

  /// Reads a generator's file, a snapshot, or the newest intact snapshot in the folder of a run.
  ///
  /// A generator of one of the tutorials, saved by its framework, can be read, too.
  ///
  /// - Throws: `FileProblem` if there is no complete generator of a known recipe, or its weights lead to
  ///   infinities.
  public init(readingFrom path: String) throws {
    self.path = FileKind(at: path) == .folder ? try SnapshotFile.latest(in: path).path : path
    let file = try CheckpointFile(self.path)
    let recipe: Recipe
    let generator: any Generator
    if file.isSnapshot {
      recipe = try file.snapshotRecipe
      let average = recipe.hasAverage
      let state = try file.section(
        "updater/",
        file.isExported ? (average ? "average/" : "gen/") : (average ? "average/" : "generator/")
      )
      try recipe.check(sizesOf: state, isExported: file.isExported)
      generator = GAN.generator(of: recipe)
      try file.load(state, into: generator)
    } else {
      let arrays = try file.network
      guard let known = try file.recipe ?? Self.foreignRecipe(of: arrays) else {
        throw FileProblem(
          self.path,
          found: "holds no recipe",
          expected: "a generator written by Forger or by a tutorial's framework"
        )
      }
      recipe = known
      let state = StateReader(arrays, file: self.path, format: 0)
      try recipe.check(sizesOf: state, isExported: true)
      generator = GAN.generator(of: recipe)
      try ModelLayout(of: generator).load(state, into: generator)
    }
    sampler = Sampler(recipe, generator)
    let input = sampler.inputs(seed: 0)(1)
    guard sampler.generate(from: input).isFinite else { throw isNotFinite("images") }
  }

  /// An existing generator, as if it were read from `path`.
  package init(of gan: GAN, path: String) { (sampler, self.path) = (gan.sampler, path) }

  /// Reads the discriminator that was trained with the generator: from the same snapshot, or from
  /// `dis_iter_N.npz` beside `gen_iter_N.npz`.
  ///
  /// - Returns: A new network.
  /// - Throws: `FileProblem` if there is none, or it does not fit the generator.
  public func discriminator() throws -> any Discriminator {
    let file = try CheckpointFile(path)
    let state: StateReader
    if file.isSnapshot {
      state = try file.section("updater/", file.isExported ? "dis/" : "discriminator/")
    } else {
      let source = try discriminatorPath
      state = StateReader(try CheckpointFile(source).network, file: source, format: 0)
    }
    try recipe.check(sizesOfDiscriminator: state, isExported: file.isExported)
    let discriminator = GAN.discriminator(of: recipe)
    try file.load(state, into: discriminator)
    return discriminator
  }

  /// `run/dis_iter_1000.npz` for `run/gen_iter_1000.npz`.
  private var discriminatorPath: String {
    get throws(FileProblem) {
      let folder = path.lastIndex(of: "/").map { path[...$0] } ?? ""
      let name = path.dropFirst(folder.count)
      let other = "\(folder)dis\(name.dropFirst(3))"
      guard name.hasPrefix("gen_"), FileKind(at: other) == .file else {
        throw FileProblem(
          path,
          found: "holds no discriminator",
          expected:
            "a snapshot, the folder of a run, or gen_iter_N.npz with dis_iter_N.npz beside it"
        )
      }
      return other
    }
  }

  /// The problem with weights that lead to infinities.
  package func isNotFinite(_ what: String) -> FileProblem {
    FileProblem(
      path,
      found: "makes \(what) that are not finite",
      expected: "networks whose weights are of a sensible size"
    )
  }

  /// The recipe of a file written by another framework, with sizes inferred from the arrays.
  private static func foreignRecipe(of arrays: NamedArrays) -> Recipe? {
    for architecture in Architectures.current.all {
      guard let shape = architecture.shape(ofExported: arrays) else { continue }
      var recipe = architecture.recipe
      recipe.networkShape = shape
      if (try? recipe.validate()) != nil { return recipe }
    }
    return nil
  }
}
