import ArgumentParser
import Recipes

extension Setting {
  /// The option or flag for the argument parser to find.
  func argument(in table: SettingTable<Root>) -> any Decodable {
    guard !isSwitch else {
      return Flag<Bool?>(name: names, inversion: .prefixedNo, help: argumentHelp(in: table))
    }
    return Option<String?>(
      name: names,
      help: argumentHelp(in: table),
      completion: values.isEmpty ? nil : .list(values),
      transform: { text in
        guard SettingChanges<Root>.isOfType(text, self) else {
          throw ValidationError("expected \(expected)")
        }
        return text
      }
    )
  }

  private var names: NameSpecification {
    flag?.letter.map { [.customShort($0), .customLong(name)] } ?? .customLong(name)
  }

  private func argumentHelp(in table: SettingTable<Root>) -> ArgumentHelp {
    let usual =
      isSwitch ? defaultText.map { $0 == "true" ? "--\(name)" : "--no-\(name)" } : defaultText
    let values = values.isEmpty ? "" : " (values: \(values.joined(separator: ", ")))"
    return ArgumentHelp(
      "\(help) (default: \(usual ?? table.source))\(values)",
      discussion: discussion,
      valueName: flag?.valueName
    )
  }
}

/// The result of `body` with settings; their problems are reported as those of the flags that set them.
///
/// - Throws: `ValidationError` if one of them is not valid.
func checkingFlags<Root, Result>(
  of table: SettingTable<Root>,
  _ body: () throws(RecipeProblem) -> Result
) throws -> Result {
  do throws(RecipeProblem) { return try body() } catch {
    let name = table[error.setting]?.flag == nil ? error.setting : "--\(error.setting)"
    throw ValidationError("\(name) is \(error.found); expected \(error.expected)")
  }
}
