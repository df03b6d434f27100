import Archives
import ArgumentParser
import Datasets
import Recipes

/// Where the recipe of a run comes from.
enum RecipeSource: ExpressibleByArgument {
  /// A known recipe.
  case named(RecipeName)
  /// A YAML file.
  case file(String)
  /// A dataset's name or a path to images, for which one is chosen.
  case images(String)

  init?(argument: String) {
    if argument.hasSuffix(".yaml") || argument.hasSuffix(".yml") {
      self = .file(argument)
    } else if let name = RecipeName(argument: argument) {
      self = .named(name)
    } else if DatasetCatalog.entry(named: argument) != nil || FileKind(at: argument) != .missing
      || argument.contains("/")
    {
      self = .images(argument)
    } else {
      return nil
    }
  }

  static var allValueStrings: [String] { RecipeName.allValueStrings + ["FILE.yaml", "IMAGES"] }

  /// The recipe's name, if it is known without reading a file.
  var name: RecipeName? {
    switch self {
    case .named(let name): name
    case .images: .pictures
    case .file: nil
    }
  }
}
