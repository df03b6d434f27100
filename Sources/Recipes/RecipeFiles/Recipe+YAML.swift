extension Recipe {
  /// The recipe as a file that `forger train` runs: YAML, with a comment for each key.
  public var yaml: String {
    var text = """
      # \(name.rawValue): \(name.summary).
      #
      # Change what you like, save it as my-recipe.yaml, say, and run it:
      #
      #   forger train my-recipe.yaml
      #
      # Keys that are left out are as in the recipe that the key 'recipe' names; flags of
      # 'forger train' have the last word.

      """
    var section: String?
    for key in Self.keys {
      guard let value = key.yaml(self) else { continue }
      if key.section != section {
        section = key.section
        if let section { text += Self.line("\(section):", Self.sections[section] ?? "") }
      }
      let indentation = section == nil ? "" : "  "
      text += Self.line("\(indentation)\(key.shortName): \(value)", key.comment)
    }
    return text
  }

  private static func line(_ setting: String, _ comment: String) -> String {
    setting + String(repeating: " ", count: max(2, 34 - setting.count)) + "# \(comment)\n"
  }
}
