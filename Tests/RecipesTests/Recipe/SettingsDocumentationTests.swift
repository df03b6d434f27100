import Foundation
import Recipes
import Testing

/// The list of settings in `docs/recipes.md`, which is the table's.
@Suite struct SettingsDocumentationTests {
  /// What the list has to be: a row for each setting.
  static var list: String {
    let header = "| key | flag | what | default | resume |\n|---|---|---|---|---|\n"
    let rows = Recipe.settings.settings.map { setting in
      let letter = setting.flag?.letter.map { "`-\($0)`, " } ?? ""
      let names =
        setting.isSwitch ? "`--\(setting.name)`, `--no-\(setting.name)`" : "`--\(setting.name)`"
      let columns = [
        setting.isStored ? "`\(setting.name)`" : "",
        setting.flag == nil ? "" : letter + names,
        setting.help
          + (setting.flag == nil || setting.values.isEmpty
            ? "" : " " + setting.values.joined(separator: ", ")),
        setting.defaultText.map { "`\($0)`" } ?? "the recipe's",
        setting.onResume == .free ? "may change" : "",
      ]
      return "| " + columns.joined(separator: " | ") + " |\n"
    }
    return header + rows.joined()
  }

  @Test func documentsListIsTheTables() throws {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    let file = root.appendingPathComponent("docs/recipes.md")
    let text = try String(contentsOf: file, encoding: .utf8)
    let parts = text.components(separatedBy: "<!-- settings -->\n")
    try #require(parts.count == 3)
    #expect(parts[1] == Self.list, "write into docs/recipes.md:\n\(Self.list)")
  }
}
