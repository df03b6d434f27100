internal import Archives
internal import Foundation
internal import Terminal

/// A piece of HTML in which all text is escaped: names of runs, files and classes may come from anybody.
struct HTML: ExpressibleByStringLiteral {
  /// The source.
  private(set) var source: String

  /// Source that was written here, and no text from elsewhere.
  init(stringLiteral source: StaticString) { self.source = "\(source)" }

  /// Source that was made elsewhere and escapes its texts.
  init(trusting source: String) { self.source = source }

  /// A text.
  init(text: String) { source = Self.escaped(text) }

  /// An element.
  ///
  /// - Parameters:
  ///   - tag: The element's name.
  ///   - attributes: Names and values, which are escaped.
  ///   - content: What is in it.
  init(
    _ tag: StaticString,
    _ attributes: KeyValuePairs<StaticString, String> = [:],
    _ content: HTML...
  ) {
    source = "<\(tag)" + Self.list(attributes) + ">" + content.map(\.source).joined() + "</\(tag)>"
  }

  /// An element that holds a text.
  init(_ tag: StaticString, _ attributes: KeyValuePairs<StaticString, String> = [:], text: String) {
    self.init(tag, attributes, HTML(text: text))
  }

  /// An element without content or end.
  static func void(_ tag: StaticString, _ attributes: KeyValuePairs<StaticString, String>) -> HTML {
    HTML(trusting: "<\(tag)" + list(attributes) + ">")
  }

  /// Pieces one after another.
  static func joined(_ pieces: [HTML]) -> HTML {
    HTML(trusting: pieces.map(\.source).joined(separator: "\n"))
  }

  /// An image that is in the page itself.
  static func image(png: [UInt8], description: String, class name: String = "") -> HTML {
    let data = "data:image/png;base64," + Data(png).base64EncodedString()
    return void("img", ["src": data, "alt": description, "class": name])
  }

  private static func list(_ attributes: KeyValuePairs<StaticString, String>) -> String {
    attributes.map { " \($0.key)=\"\(escaped($0.value))\"" }.joined()
  }

  /// A text whose characters mean themselves, in content and in attributes' values; what deceives readers is shown.
  static func escaped(_ text: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false)
      .map { printable(String($0)) }.joined(separator: "\n")
      .unicodeScalars.reduce(into: "") { result, scalar in
        switch scalar {
        case "&": result += "&amp;"
        case "<": result += "&lt;"
        case ">": result += "&gt;"
        case "\"": result += "&quot;"
        case "'": result += "&#39;"
        default: result.unicodeScalars.append(scalar)
        }
      }
  }
}
