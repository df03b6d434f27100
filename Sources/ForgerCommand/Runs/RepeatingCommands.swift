import Recipes
import Reports
import Terminal
import Training

/// The commands by which a run is repeated, resumed and used.
struct RepeatingCommands {
  private let recipe: Recipe
  private let run: RunRecord

  /// The commands of a run.
  init(of recipe: Recipe, _ run: RunRecord) { (self.recipe, self.run) = (recipe, run) }

  /// What each command is for, and the command.
  var all: [(what: String, command: String)] {
    let path = quoted(run.path)
    return [
      again, (what: isFinished ? "1,000 more iterations:" : "The rest of it:", command: rest),
      (what: "Samples of its last generator:", command: "forger generate \(path)"),
      (what: "Metrics of its last generator:", command: "forger evaluate \(path)"),
    ]
  }

  private var again: (what: String, command: String) {
    if let flags { return ("The same run again:", flags) }
    let file = "\(run.name).yaml"
    return (
      "The same run again, with the recipe file above saved as \(file):",
      "forger train \(quoted(file)) --out \(newFolder)"
    )
  }

  private var rest: String {
    "forger train --out \(quoted(run.path)) --resume latest"
      + (isFinished ? " --extend --iterations 1000" : "")
  }

  private var isFinished: Bool {
    switch recipe.length {
    case .iterations(let count): run.iteration >= count
    case .epochs(let count): run.entries.last.map { $0.epoch >= count } ?? false
    }
  }

  private var newFolder: String { quoted(run.name + "-again") }

  /// A command line with flags, where all that differs from the recipe has one.
  private var flags: String? {
    var words = ["forger train", recipe.name.rawValue]
    for row in RecipeDifferences.changed(in: recipe) {
      guard let setting = Recipe.settings[row.name], setting.flag != nil, row.values[0] != "–"
      else {
        return nil
      }
      let value = row.values[0]
      if value.contains("\\") { return nil }
      if setting.isSwitch {
        words.append((value == "true" ? "--" : "--no-") + row.name)
      } else if value.hasPrefix("-") {
        words.append("--\(row.name)=\(quoted(value))")
      } else {
        words.append("--\(row.name) \(quoted(unquoted(value)))")
      }
    }
    return (words + ["--out \(newFolder)"]).joined(separator: " ")
  }

  /// A text without the quotes that YAML needs.
  private func unquoted(_ value: String) -> String {
    guard value.count > 1, value.hasPrefix("\""), value.hasSuffix("\"") else { return value }
    return String(value.dropFirst().dropLast())
  }
}
