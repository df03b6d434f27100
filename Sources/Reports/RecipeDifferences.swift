internal import Adversarial
public import Recipes

/// In which settings recipes differ.
public struct RecipeDifferences {
  /// A setting and its values.
  public struct Row: Equatable, Sendable {
    /// The setting's name.
    public let name: String
    /// Its value in each recipe, "–" where a recipe has no such setting.
    public let values: [String]
  }

  /// The settings that are not the same in all recipes, in the order of recipe files.
  ///
  /// - Parameter recipes: The recipes; `nil` for a run whose recipe is not known.
  /// - Returns: A row for each setting.
  public static func between(_ recipes: [Recipe?]) -> [Row] {
    Recipe.settings.settings.filter(\.isStored).compactMap { setting in
      let values = recipes.map { recipe in recipe.flatMap { setting.text($0) } ?? "–" }
      return Set(values).count > 1 ? Row(name: setting.name, values: values) : nil
    }
  }

  /// The settings in which a run's recipe differs from the one that it is named after: its value and the other.
  ///
  /// - Parameter recipe: The run's recipe.
  /// - Returns: A row of two values for each setting.
  public static func changed(in recipe: Recipe) -> [Row] {
    between([recipe, .named(recipe.name)])
  }
}
