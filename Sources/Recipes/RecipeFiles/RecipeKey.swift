/// A key of a recipe's file: its name, what it means and the property behind it.
struct RecipeKey {
  /// Its name, with its section's before it: "batch-size", "preview.rows".
  let name: String
  /// What it means, in a few words without numbers, which come from the values.
  let comment: String
  /// What its values are, in words.
  let expected: String
  /// Whether a run that goes on may have another value.
  let mayChange: Bool
  /// The value in a recipe as YAML; `nil` where the recipe has no such property.
  let yaml: (Recipe) -> String?
  /// Sets the value; `false` where the scalar is none of the type.
  let set: (inout Recipe, RecipeScalar) -> Bool

  /// The key of a property that every recipe has.
  init<Value: RecipeValue>(
    _ name: String,
    _ property: WritableKeyPath<Recipe, Value>,
    _ comment: String,
    mayChange: Bool = false
  ) {
    (self.name, self.comment, self.mayChange) = (name, comment, mayChange)
    expected = Value.expected
    yaml = { $0[keyPath: property].yaml }
    set = { recipe, scalar in
      guard let value = Value(scalar) else { return false }
      recipe[keyPath: property] = value
      return true
    }
  }

  /// The key of a property that some recipes have; for the others, setting it changes nothing.
  init<Value: RecipeValue>(
    _ name: String,
    _ property: WritableKeyPath<Recipe, Value?>,
    _ comment: String,
    mayChange: Bool = false
  ) {
    (self.name, self.comment, self.mayChange) = (name, comment, mayChange)
    expected = Value.expected
    yaml = { $0[keyPath: property]?.yaml }
    set = { recipe, scalar in
      guard let value = Value(scalar) else { return false }
      recipe[keyPath: property] = value
      return true
    }
  }

  /// The section, such as "preview", or `nil` for a key outside sections.
  var section: String? {
    name.firstIndex(of: ".").map { String(name[..<$0]) }
  }

  /// The name without the section's.
  var shortName: String {
    name.firstIndex(of: ".").map { String(name[name.index(after: $0)...]) } ?? name
  }
}
