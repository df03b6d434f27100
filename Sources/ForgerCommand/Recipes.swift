internal import Adversarial
import ArgumentParser
import Recipes
import Terminal

/// `forger recipes`.
struct RecipesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "recipes",
    abstract: "List the recipes, or print one as a file.",
    discussion: """
      EXAMPLES:
        List the recipes:
          forger recipes

        Write one as a commented file, edit it and train it:
          forger recipes show mlp-mnist > my-recipe.yaml
          forger train my-recipe.yaml
      """,
    subcommands: [List.self, Show.self],
    defaultSubcommand: List.self
  )

  /// `forger recipes list`.
  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "List the recipes.")

    func run() throws {
      let console = Console.standardOutput()
      let width = Architectures.current.names.map(\.count).max() ?? 0
      for architecture in Architectures.current.all {
        let name = architecture.name
        let space = String(repeating: " ", count: width - name.count + 2)
        try console.printResult(name + space + architecture.summary)
      }
    }
  }

  /// `forger recipes show`.
  struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Print a recipe as a YAML file with comments."
    )

    @Argument(help: "The recipe.")
    var recipe: RecipeName

    func run() throws {
      // Printing adds the final line break.
      try Console.standardOutput().printResult(String(Recipe.named(recipe).yaml.dropLast()))
    }
  }
}
