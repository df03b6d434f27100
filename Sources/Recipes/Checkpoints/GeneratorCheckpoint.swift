internal import Adversarial
package import Archives
internal import Datasets
internal import Randomness
internal import TensorCore
internal import Training

/// A trained generator, read from a file.
///
/// Of a recipe with a moving average of the generator it is the average: `gen_iter_N.npz` holds nothing
/// else, a snapshot holds both.
public struct GeneratorCheckpoint {
  /// The path that it was read from.
  public let path: String
  /// The players of its recipe, `samplingGenerator` being the trained one.
  public let players: Players

  /// Reads a generator's file, a snapshot, or the newest whole snapshot in the folder of a run.
  ///
  /// A generator that Chainer's DCGAN example saved will do as well.
  ///
  /// - Throws: `FileProblem` where there is no whole generator of a known recipe, or its weights lead to
  ///   infinities.
  public init(readingFrom path: String) throws {
    if FileKind(at: path) == .folder {
      let snapshot = try SnapshotFile.latest(in: path)
      try self.init(snapshot.arrays, path: snapshot.path)
    } else {
      try self.init(try NPZ.read(path), path: path)
    }
  }

  /// Reads the discriminator, too: of the same snapshot, or of `dis_iter_N.npz` beside `gen_iter_N.npz`.
  ///
  /// - Throws: `FileProblem` where there is none, or it does not fit the generator.
  public func readDiscriminator() throws {
    var (arrays, source) = (try NPZ.read(path), path)
    if arrays["trainer/iteration"] != nil {
      arrays = arrays.section("updater/dis/")
    } else {
      source = try discriminatorPath
      arrays = try NPZ.read(source)
      arrays[Recipe.arrayName] = nil
    }
    try players.discriminatorLayout.load(arrays, into: players.discriminator, path: source)
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

  private init(_ arrays: NamedArrays, path: String) throws {
    self.path = path
    var generator = arrays
    var recipe = try Recipe(in: arrays, path: path)
    if arrays["trainer/iteration"] != nil {
      recipe = try Recipe(in: arrays.section("notes/"), path: path)
      let isAveraged = (recipe?.averageDecay ?? 0) > 0
      generator = arrays.section(isAveraged ? "updater/average/" : "updater/gen/")
    }
    generator[Recipe.arrayName] = nil
    guard let recipe = recipe ?? Self.foreignRecipe(of: generator) else {
      throw FileProblem(
        path,
        found: "holds no recipe",
        expected: "a generator written by Forger or Chainer"
      )
    }
    try recipe.check(sizesOf: generator, path: path)
    players = Players(recipe)
    try players.generatorLayout.load(generator, into: players.samplingGenerator, path: path)
    let z = recipe.latent.sample(1, using: RandomStream(seed: 0, purpose: "samples"))
    guard players.generate(from: z).isFinite else { throw isNotFinite("images") }
  }

  /// The problem of weights that lead to infinities.
  package func isNotFinite(_ what: String) -> FileProblem {
    FileProblem(
      path,
      found: "makes \(what) that are not finite",
      expected: "networks whose weights are of a sensible size"
    )
  }

  /// The recipe of a file that another framework wrote, sizes being read from the arrays.
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
