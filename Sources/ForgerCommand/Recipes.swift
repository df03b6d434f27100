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
        The recipes, a line each:
          forger recipes

        One as a file with a comment for each key, to change and to train with:
          forger recipes show mlp-mnist > my-recipe.yaml
          forger train my-recipe.yaml
      """,
    subcommands: [List.self, Show.self],
    defaultSubcommand: List.self
  )

  /// `forger recipes list`.
  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "List the recipes, a line each.")

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
      let lines = Recipe.named(recipe).yaml.dropLast().split(
        separator: "\n",
        omittingEmptySubsequences: false
      )
      try Console.standardOutput().printResult(lines.map(String.init))
    }
  }
}
