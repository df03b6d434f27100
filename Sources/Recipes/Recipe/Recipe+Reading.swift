internal import Adversarial
public import Archives

extension Recipe {
  /// The size limit of a recipe file, in bytes.
  private static let fileLimit = 1 << 16

  /// The recipe as a file: YAML, with a comment for each key.
  public var yaml: String { yaml(advising: "") }

  /// The recipe as a file: YAML, with a comment for each key.
  ///
  /// - Parameter advice: Additional lines for its head.
  /// - Returns: The file's text, with a final line break.
  public func yaml(advising advice: String) -> String {
    var head = """
      \(name.rawValue): \(architecture.summary).

      Keys that are left out are as in the recipe that the key 'recipe' names.
      """
    if !advice.isEmpty { head += "\n\n" + advice }
    let lines = head.split(separator: "\n", omittingEmptySubsequences: false)
    return lines.map { $0.isEmpty ? "#\n" : "# \($0)\n" }.joined()
      + Self.settings.text(of: self, isCommented: true)
  }

  /// The recipe as it is stored with a run: the keys and values of `yaml`, without comments.
  package var storedText: String { Self.settings.text(of: self, isCommented: false) }

  /// Reads a recipe from a YAML file in the format of `yaml`.
  ///
  /// - Throws: `FileProblem` if it cannot be read, is not YAML, holds unknown keys or values of other types,
  ///   or is not valid.
  public init(readingFrom path: String) throws(FileProblem) {
    let bytes = try InputFile.read(path, limit: Self.fileLimit)
    try self.init(yaml: bytes, path: path, absent: .kept)
  }

  /// The recipe stored as bytes.
  ///
  /// - Throws: As `init(readingFrom:)`, and if a key without a default is absent.
  init(stored bytes: [UInt8], path: String) throws(FileProblem) {
    try self.init(yaml: bytes, path: path, absent: .usual)
  }

  private init(
    yaml bytes: [UInt8],
    path: String,
    absent: SettingTable<Recipe>.Absence
  ) throws(FileProblem) {
    let file = try SettingFile(bytes, groups: Self.settings.groupNames, path: path)
    guard let scalar = try file.scalar("recipe", expected: RecipeName.expected) else {
      // An unknown key says more than a missing one, so it is reported first.
      try file.checkKeys(are: Self.settings.settings.map(\.name), groups: Self.settings.groupNames)
      throw file.problem(lacking: "recipe", expected: RecipeName.expected)
    }
    guard let name = RecipeName(scalar) else {
      throw file.problem("recipe", is: scalar, expected: RecipeName.expected)
    }
    self = .named(name)
    try Self.settings.read(file, into: &self, absent: absent)
    do throws(RecipeProblem) { try validate() } catch {
      throw file.problem(error.setting, "is \(error.found)", expected: error.expected)
    }
  }
}

extension FileProblem.Remedy {
  /// Look at a recipe as a file; see `Recipe.yaml`.
  public static let showingRecipe = Self("show a recipe")
}
