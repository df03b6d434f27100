internal import Archives

/// A recipe as event files show it.
extension Recipe {
  /// The recipe as a text in Markdown: a block of code.
  var eventText: String {
    storedText.split(separator: "\n", omittingEmptySubsequences: false)
      .map { "    " + $0 }.joined(separator: "\n")
  }

  /// The recipe's text, and its settings for the table of several runs.
  var eventValues: [Event.Value] {
    let settings = Self.settings.settings.filter(\.isStored).compactMap { setting in
      setting.text(self).map { Event.Setting(setting.name, Self.value(of: $0)) }
    }
    return [
      Event.Value("recipe", .text(eventText)), Event.Value(Event.settingsTag, .settings(settings)),
    ]
  }

  private static func value(of text: String) -> Event.Setting.Value {
    switch text {
    case "true": .truth(true)
    case "false": .truth(false)
    default: Double(text).map { .number($0) } ?? .text(text)
    }
  }
}
