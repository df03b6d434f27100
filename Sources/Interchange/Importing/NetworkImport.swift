internal import Adversarial
internal import Archives
internal import NeuralNetworks
public import Recipes
internal import Training

/// Networks of another program, or exported by Forger, on the way into checkpoints.
///
/// ```swift
/// let found = try NetworkImport(reading: ["gen.safetensors", "dis.safetensors"], as: .named(.mlpMNIST))
/// try found.write(to: "imported")
/// ```
///
/// The names and layouts are those of the framework whose tutorial the recipe is from, in any section of a file, or
/// Forger's own dotted paths.
public struct NetworkImport {
  /// A network that was found.
  public struct Found: Sendable {
    /// Which one.
    public let part: NetworkExport.Part
    /// The file that it is in.
    public let file: String
    /// How many of its arrays were read.
    public let count: Int
    let arrays: NamedArrays
    let layout: ModelLayout
  }

  /// The recipe that both networks are of.
  public let recipe: Recipe
  /// The networks, the generator first.
  public let networks: [Found]
  /// The names of arrays that belong to neither of them, with their files.
  public let unused: [(file: String, name: String)]

  /// Finds networks in files.
  ///
  /// - Parameters:
  ///   - paths: safetensors files or NumPy archives; each may hold one network or both.
  ///   - recipe: The recipe; if `nil`, the one that a file brings along, or the one of a tutorial whose names and
  ///     shapes the arrays have.
  /// - Throws: `FileProblem` if a file cannot be read, there is no recipe, or no generator that fits it.
  public init(reading paths: [String], as recipe: Recipe? = nil) throws {
    let files = try paths.map { try ForeignFile($0) }
    let first = paths.first ?? ""
    guard let recipe = recipe ?? files.lazy.compactMap(\.recipe).first ?? Self.tutorial(of: files)
    else {
      throw FileProblem(
        first,
        found: "holds no recipe, and no generator of a tutorial",
        expected: "a recipe to be named, or weights of one that is known"
      )
    }
    if recipe.classes == .automatic || recipe.classes == .all {
      throw FileProblem(
        first,
        found: "is of a recipe that leaves the number of classes to a dataset",
        expected: "a recipe with classes none or their number"
      )
    }
    do throws(RecipeProblem) { try recipe.checkMemory() } catch {
      throw FileProblem(
        first,
        found: "is of a recipe whose \(error.setting) is \(error.found)",
        expected: error.expected
      )
    }
    let outline = NetworkOutline(of: recipe)
    guard let generator = try Self.find(.generator, outline.generator, in: files) else {
      throw FileProblem(first, found: "holds no arrays", expected: "those of a generator")
    }
    // One file need not hold both networks; of several, the others are for the discriminator.
    let isAlone = files.count == 1
    let others = isAlone ? files : files.filter { $0.path != generator.found.file }
    let discriminator =
      isAlone
      ? try? Self.find(.discriminator, outline.discriminator, in: others)
      : try Self.find(.discriminator, outline.discriminator, in: others)
    let all = [generator, discriminator].compactMap(\.self)
    let used = Dictionary(grouping: all) { $0.found.file }.mapValues { matches in
      Set(matches.flatMap(\.names))
    }
    unused = files.flatMap { file in
      file.arrays.names.filter {
        !(used[file.path]?.contains($0) ?? false) && !ArrayName($0).isCounter
      }
      .map { (file.path, $0) }
    }
    self.recipe = recipe
    networks = all.map(\.found)
  }

  /// Writes `gen_iter_0.npz`, and `dis_iter_0.npz` if there is a discriminator, to a folder.
  ///
  /// - Returns: Their paths.
  /// - Throws: `FileProblem` if the arrays are of another type or not finite, there is a run in the folder, or a file
  ///   cannot be written.
  @discardableResult
  public func write(to folder: String) throws -> [String] {
    guard SnapshotFile.list(in: folder).isEmpty else {
      throw FileProblem(folder, found: "holds a run", expected: "a folder without one")
    }
    let gan = GAN(recipe)
    var files: [(path: String, arrays: NamedArrays)] = []
    for found in networks {
      let isGenerator = found.part == .generator
      let network: any Module = isGenerator ? gan.generator : gan.discriminator
      try found.layout.load(found.arrays, into: network, path: found.file)
      var arrays = ModelLayout(of: network).arrays(of: network)
      arrays[Recipe.arrayName] = recipe.array
      files.append(("\(folder)/\(isGenerator ? "gen" : "dis")_iter_0.npz", arrays))
    }
    try makeFolder(folder)
    for (path, arrays) in files { try NPZ.write(arrays, to: path) }
    return files.map(\.path)
  }

  /// A network in one of the files, with the names of its arrays there; `nil` where there is no file.
  ///
  /// - Throws: `FileProblem` about the file that comes nearest.
  private static func find(
    _ part: NetworkExport.Part,
    _ network: any Module,
    in files: [ForeignFile]
  ) throws(FileProblem) -> (found: Found, names: [String])? {
    let layouts = [ModelLayout(of: network), ModelLayout(asInMemory: network)]
    var nearest: (path: String, mismatch: NetworkMatch.Mismatch)?
    for file in files {
      do throws(NetworkMatch.Mismatch) {
        let match = try NetworkMatch(in: file.arrays, of: network, in: layouts)
        let found = Found(
          part: part,
          file: file.path,
          count: match.names.count,
          arrays: match.arrays(from: file),
          layout: match.layout
        )
        return (found, Array(match.names.values))
      } catch {
        if error.foundCount > nearest?.mismatch.foundCount ?? -1 { nearest = (file.path, error) }
      }
    }
    guard let nearest else { return nil }
    throw FileProblem(
      nearest.path,
      found: nearest.mismatch.found,
      expected: "\(nearest.mismatch.expected), of a \(part.rawValue)"
    )
  }

  /// The recipe of a tutorial whose generator is in one of the files, with sizes inferred from its arrays.
  private static func tutorial(of files: [ForeignFile]) -> Recipe? {
    for file in files {
      for section in sections(of: file.arrays) {
        for architecture in Architectures.current.all {
          guard let shape = architecture.shape(ofExported: section) else { continue }
          var recipe = architecture.recipe
          recipe.networkShape = shape
          guard (try? recipe.validate()) != nil, (try? recipe.checkMemory()) != nil else {
            continue
          }
          let generator = NetworkOutline(of: recipe).generator
          let layout = ModelLayout(of: generator)
          if (try? NetworkMatch(in: section, of: generator, in: [layout])) != nil { return recipe }
        }
      }
    }
    return nil
  }

  /// The arrays of a file, and those of each of its sections, without TensorFlow's `:0`.
  private static func sections(of arrays: NamedArrays) -> [NamedArrays] {
    var prefixes: Set<String> = [""]
    var plain = NamedArrays()
    for name in arrays.names {
      let bare = name.hasSuffix(":0") ? String(name.dropLast(2)) : name
      plain[bare] = arrays[name]
      for index in bare.indices where bare[index] == "/" || bare[index] == "." {
        prefixes.insert(String(bare[...index]))
      }
      if prefixes.count > 1000 { return [arrays] }
    }
    return prefixes.sorted().map(plain.section)
  }
}
