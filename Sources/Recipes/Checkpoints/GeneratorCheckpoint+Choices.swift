public import Adversarial
public import Archives

/// What samples are asked for.
extension GeneratorCheckpoint {
  /// The same generator for truncated latent vectors.
  ///
  /// - Parameter truncation: The truncation, or `nil` for none.
  /// - Returns: The generator, whose sampler truncates.
  /// - Throws: `FileProblem` if the generator was not trained on normal vectors.
  public func truncating(by truncation: Truncation?) throws(FileProblem) -> GeneratorCheckpoint {
    guard let truncation else { return self }
    let distribution = recipe.latent.distribution
    guard distribution == .normal else {
      throw FileProblem(
        path,
        found:
          "was trained on \(distribution.rawValue) latent vectors by recipe \(recipe.name.rawValue)",
        expected: "normal ones, which alone are truncated: a recipe with latent-distribution normal"
      )
    }
    var checkpoint = self
    checkpoint.sampler = sampler.truncating(by: truncation)
    return checkpoint
  }

  /// The same generator for samples of one class.
  ///
  /// - Parameter nameOrNumber: The class, or `nil` for any.
  /// - Returns: The generator, whose sampler asks for the class.
  /// - Throws: `FileProblem` if the generator makes no such class.
  public func asking(forClass nameOrNumber: String?) throws(FileProblem) -> GeneratorCheckpoint {
    guard let nameOrNumber else { return self }
    var checkpoint = self
    checkpoint.sampler = sampler.asking(for: try label(ofClass: nameOrNumber))
    return checkpoint
  }

  /// The number of classes.
  ///
  /// - Throws: `FileProblem` if the generator has none.
  package func classCount() throws(FileProblem) -> Int {
    let count = sampler.conditioning.classCount
    guard count > 0 else {
      throw FileProblem(
        path,
        found: "makes samples of no classes",
        expected: "a generator that was trained with classes"
      )
    }
    return count
  }

  /// The class of a name or a number.
  ///
  /// - Throws: `FileProblem` if the generator makes no such class; it lists the names, the nearest of them where
  ///   there are many.
  package func label(ofClass nameOrNumber: String) throws(FileProblem) -> Int {
    let count = try classCount()
    if let label = recipe.label(ofClass: nameOrNumber, among: count) { return label }
    let (names, most) = (recipe.classNames, 20)
    let listed = names.count > most ? names.nearest(5, to: nameOrNumber) : names
    let some = (names.count > most ? "such as " : "one of ") + listed.joined(separator: ", ")
    throw FileProblem(
      path,
      found: "makes no class '\(nameOrNumber)'",
      expected: (names.isEmpty ? "" : "\(some), or ") + "a number from 0 to \(count - 1)"
    )
  }
}
