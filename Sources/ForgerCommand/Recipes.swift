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
        try console.printResult(
          architecture.name.padded(to: width + 2) + architecture.summary
        )
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
      let yaml = Recipe.named(recipe).yaml(
        advising: """
          Change what you like, save it as my-recipe.yaml, say, and run it:

            forger train my-recipe.yaml

          Flags of 'forger train' have the last word.
          """
      )
      // The line's end is added in printing.
      try Console.standardOutput().printResult(String(yaml.dropLast()).lines)
    }
  }
}

/// The recipes with their defaults, a line each, indented for a command's help.
var recipeTable: String {
  func column(_ text: String, _ width: Int) -> String {
    text.padded(to: width - 1) + " "
  }
  let header =
    "  " + column("recipe", 18) + column("dataset", 9) + column("batch", 7) + column("latent", 8)
    + column("channels", 10) + "length"
  let rows = Architectures.current.all.map { architecture in
    let recipe = architecture.recipe
    return "  " + column(architecture.name, 18) + column(recipe.dataset, 9)
      + column("\(recipe.batchSize)", 7) + column("\(recipe.latent.size)", 8)
      + column("\(recipe.channels)", 10) + "\(recipe.length)"
  }
  return ([header] + rows).joined(separator: "\n")
}
