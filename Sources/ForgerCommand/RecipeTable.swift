import Adversarial
import Recipes
import Terminal

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
