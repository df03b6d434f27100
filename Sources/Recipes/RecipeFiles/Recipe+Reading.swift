public import Archives

extension Recipe {
  /// The most bytes that a recipe's file may hold.
  private static let fileLimit = 1 << 16

  /// Reads a recipe from a YAML file as `yaml` writes it.
  ///
  /// - Throws: `FileProblem` where it cannot be read, is no YAML, holds keys that no recipe has or
  ///   values of other types, or makes no sense.
  public init(readingFrom path: String) throws(FileProblem) {
    let bytes = try InputFile.read(path, limit: Self.fileLimit)
    let settings = try RecipeFile(bytes, path: path)
    try settings.checkKeys()
    try settings.check(onlyOneOf: ["epochs", "iterations"])
    guard let scalar = try settings.scalar("recipe", expected: RecipeName.expected) else {
      throw FileProblem(
        path,
        found: "lacks the key 'recipe'",
        expected: RecipeName.expected
      )
    }
    guard let name = RecipeName(scalar) else {
      throw settings.problem("recipe", is: scalar, expected: RecipeName.expected)
    }
    self = .named(name)
    for key in Self.keys {
      guard let scalar = try settings.scalar(key.name, expected: key.expected) else { continue }
      guard !scalar.isNull, key.set(&self, scalar) else {
        throw settings.problem(key.name, is: scalar, expected: key.expected)
      }
      guard key.yaml(self) != nil else {
        throw FileProblem(
          path,
          found: "\(settings.place(of: key.name))\(key.name) is set, which the rule does not have",
          expected: "keys of the rule that '\(key.section ?? "")' names"
        )
      }
    }
    do throws(RecipeProblem) { try validate() } catch {
      throw FileProblem(path, found: "\(error.setting) is \(error.found)", expected: error.expected)
    }
  }
}
