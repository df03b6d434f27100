import Archives
import ArgumentParser
import Recipes

/// Where the recipe of a run comes from.
enum RecipeSource: ExpressibleByArgument {
  /// A known recipe.
  case named(RecipeName)
  /// A YAML file.
  case file(String)

  init?(argument: String) {
    if argument.hasSuffix(".yaml") || argument.hasSuffix(".yml") {
      self = .file(argument)
    } else if let name = RecipeName(argument: argument) {
      self = .named(name)
    } else {
      return nil
    }
  }

  static var allValueStrings: [String] { RecipeName.allValueStrings + ["FILE.yaml"] }

  /// The recipe's name, if it is known without reading a file.
  var name: RecipeName? {
    if case .named(let name) = self { name } else { nil }
  }

  /// The recipe.
  ///
  /// - Throws: `FileProblem` if it is a file that holds no recipe.
  var recipe: Recipe {
    get throws(FileProblem) {
      switch self {
      case .named(let name): .named(name)
      case .file(let path): try Recipe(readingFrom: path)
      }
    }
  }
}
