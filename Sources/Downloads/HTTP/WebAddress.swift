/// An address with the scheme `http://` or `https://`.
public struct WebAddress: Equatable, Sendable, CustomStringConvertible {
  /// The address as given, possibly with a user name and password.
  let text: String

  /// An address, or `nil` if the text is not one, or has a query or a fragment.
  public init?(_ text: String) {
    let scheme = ["http://", "https://"].first { text.lowercased().hasPrefix($0) }
    guard let scheme, text.utf8.count <= 2000,
      text.utf8.allSatisfy({ (0x21...0x7e).contains($0) && !"?#\\\"<>".utf8.contains($0) }),
      let first = text.dropFirst(scheme.count).first, first != "/"
    else { return nil }
    self.text = text
  }

  private init(checked text: String) { self.text = text }

  /// Whether transfers are encrypted.
  var isSecure: Bool { text.lowercased().hasPrefix("https:") }

  /// The address of `name` below this one.
  ///
  /// - Precondition: `name` consists of characters that need no escaping.
  package func appending(_ name: String) -> WebAddress {
    WebAddress(checked: text + (text.hasSuffix("/") ? "" : "/") + name)
  }

  /// The address for people: without user name and password.
  public var description: String {
    guard let start = text.firstRange(of: "://")?.upperBound else { return text }
    let authority = text[start...].prefix { $0 != "/" }
    guard let at = authority.lastIndex(of: "@") else { return text }
    return String(text[..<start] + text[text.index(after: at)...])
  }
}
