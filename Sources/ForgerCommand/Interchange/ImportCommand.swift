import Archives
import ArgumentParser
import Interchange
import Recipes
import Terminal

/// `forger import`.
struct ImportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import",
    abstract: "Make a checkpoint of weights that another program saved.",
    usage: "forger import [<options>] <file> ...",
    discussion: """
      Reads safetensors files and NumPy archives (.npz) with the names and layouts of PyTorch's state_dict, Keras, \
      TensorFlow and Chainer, for the recipes of their tutorials, and what 'forger export' writes. Each file holds a \
      generator, or a discriminator, or both. Writes gen_iter_0.npz and dis_iter_0.npz.

      EXAMPLES:
        The networks of the PyTorch tutorial, saved by safetensors.torch.save_file:
          forger import generator.safetensors discriminator.safetensors -o imported
          forger generate imported/gen_iter_0.npz

        Training that starts with them:
          forger train --init-from imported/gen_iter_0.npz --dataset mnist -o result

        Weights of other sizes than a tutorial's, by a recipe file that says them:
          forger recipes show r3gan > my-recipe.yaml
          forger import generator.npz --recipe my-recipe.yaml
      """
  )

  @Argument(help: "safetensors files or NumPy archives.")
  var files: [String]

  @Option(
    help: ArgumentHelp(
      """
      The recipe whose networks they are: its name or a file. (default: the one in the files, or the tutorial's that \
      has such arrays)
      """,
      valueName: "name|file.yaml"
    )
  )
  var recipe: String?

  @Option(name: .shortAndLong, help: ArgumentHelp("Folder for the checkpoints.", valueName: "dir"))
  var out = "imported"

  /// The most arrays that are named.
  private static let mostNamed = 5

  func validate() throws {
    for file in files { try check(file, isNotEmpty: "a file") }
    try check(out, isNotEmpty: "--out")
    try check(recipe, isNotEmpty: "--recipe", expecting: "a name or a file")
    if Set(files).count < files.count {
      throw ValidationError("a file is given twice; give each once")
    }
    if let recipe, !isFile(recipe), RecipeName(argument: recipe) == nil {
      throw ValidationError(
        "--recipe is '\(recipe)'; expected \(RecipeName.expected), or a .yaml file"
      )
    }
  }

  func run() throws {
    let found = try NetworkImport(reading: files, as: wantedRecipe)
    let paths = try found.write(to: out)
    let console = Console.standardOutput()
    for (network, path) in zip(found.networks, paths) {
      try console.printResult(
        """
        \(path): the \(network.part.rawValue) of \(found.recipe.name.rawValue), \(network.count) arrays \
        from \(network.file)
        """
      )
    }
    if found.networks.count == 1 {
      try console.printResult("No discriminator: without one, training cannot start from this.")
    }
    if !found.unused.isEmpty {
      let names = found.unused.prefix(Self.mostNamed).map { "'\($0.name)' in \($0.file)" }
      let rest = found.unused.count - names.count
      let more = rest > 0 ? " and \(rest) more" : ""
      try console.printResult("Not used: \(names.joined(separator: ", "))\(more)")
    }
  }

  private func isFile(_ recipe: String) -> Bool {
    recipe.hasSuffix(".yaml") || recipe.hasSuffix(".yml")
  }

  private var wantedRecipe: Recipe? {
    get throws {
      guard let recipe else { return nil }
      if isFile(recipe) { return try Recipe(readingFrom: recipe) }
      return RecipeName(argument: recipe).map(Recipe.named)
    }
  }
}
