import Archives
import ArgumentParser
import Recipes

/// Where a training's recipe comes from.
enum RecipeSource: ExpressibleByArgument {
  /// One of those that there are.
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

  /// The recipe's name where it needs no file to know it.
  var name: RecipeName? {
    if case .named(let name) = self { name } else { nil }
  }

  /// The recipe.
  ///
  /// - Throws: `FileProblem` where it is a file that holds none.
  var recipe: Recipe {
    get throws(FileProblem) {
      switch self {
      case .named(let name): .named(name)
      case .file(let path): try Recipe(readingFrom: path)
      }
    }
  }
}
