internal import Foundation

/// Decides whose requests are answered: those of the page itself, and where others can reach the server, only with
/// the token.
///
/// A page from elsewhere may make a browser send requests here; `Origin` and `Sec-Fetch-Site` tell. A name of an
/// attacker's that leads to this machine (DNS rebinding) stands in `Host`.
package struct Gatekeeper: Sendable {
  /// The name of the cookie that has the token.
  package static let cookie = "forger-token"
  /// The field without which nothing is done, only shown: pages from elsewhere cannot set it.
  static let mark = "x-forger"

  /// The names by which the server is reached, in small letters, without ports.
  private let hosts: Set<String>
  private let port: Int
  /// The token, where one is asked for.
  private let token: String?

  /// A gatekeeper.
  ///
  /// - Parameters:
  ///   - host: The address that the server listens at.
  ///   - port: Its port.
  ///   - names: Further names by which it is reached.
  ///   - token: The token, where one is asked for.
  package init(host: String, port: Int, names: [String] = [], token: String?) {
    let isLoopback = Self.isLoopback(host)
    let local = isLoopback ? ["localhost", "127.0.0.1", "[::1]"] : []
    let own = host.contains(":") ? "[\(host)]" : host
    hosts = Set((local + [own] + names).map { $0.lowercased() })
    (self.port, self.token) = (port, token)
  }

  /// Whether an address is reached from this machine alone.
  static func isLoopback(_ host: String) -> Bool {
    host == "::1" || host.hasPrefix("127.")
  }

  /// What the cookie holds.
  var cookieValue: String { token ?? "" }

  /// What becomes of a request.
  package enum Decision: Equatable {
    /// It is answered.
    case admitted
    /// It is refused.
    case refused(Refusal)
    /// It brings the token in its address: the browser gets it as a cookie and comes again.
    case welcomed
  }

  /// Decides about a request by its head.
  package func decide(about head: RequestHead) -> Decision {
    guard ["GET", "HEAD", "POST"].contains(head.method) else { return .refused(.wrongMethod) }
    guard let host = head.fields["host"], isOwn(host) else {
      return .refused(.forbidden("the host of the request is not this server's"))
    }
    if let origin = head.fields["origin"], origin != "http://\(host)" {
      return .refused(.forbidden("the request comes from another page"))
    }
    let isOpening = head.method == "GET" && head.path.isEmpty
    if let site = head.fields["sec-fetch-site"], !["same-origin", "none"].contains(site) {
      let isLink = isOpening && head.fields["sec-fetch-mode"] == "navigate"
      guard isLink else { return .refused(.forbidden("the request comes from another page")) }
    }
    if head.method == "POST", head.fields[Self.mark] == nil {
      return .refused(.forbidden("the request is not the page's: it has no field \(Self.mark)"))
    }
    guard let token else { return .admitted }
    if isOpening, let given = head.query["token"], Self.isSame(given, token) { return .welcomed }
    let given = Self.bearer(head.fields["authorization"]) ?? cookie(head.fields["cookie"])
    guard let given, Self.isSame(given, token) else {
      return .refused(Refusal(401, "expected the address with the token that Forger printed"))
    }
    return .admitted
  }

  /// Whether `Host` names this server with its port.
  private func isOwn(_ host: String) -> Bool {
    let host = host.lowercased()
    var (name, port) = (host[...], "80"[...])
    if let colon = host.lastIndex(of: ":"), !host[colon...].contains("]") {
      (name, port) = (host[..<colon], host[host.index(after: colon)...])
    }
    guard port == "\(self.port)" else { return false }
    if hosts.contains(String(name)) { return true }
    // With a token, a name is no way in, but one of an attacker's is not taken all the same; numbers are.
    return token != nil && Self.isNumeric(name)
  }

  private static func isNumeric(_ name: Substring) -> Bool {
    if name.hasPrefix("[") {
      return name.hasSuffix("]")
        && name.dropFirst().dropLast().allSatisfy { $0.isHexDigit || $0 == ":" }
    }
    let parts = name.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count == 4 && parts.allSatisfy { UInt8($0) != nil }
  }

  private static func bearer(_ field: String?) -> String? {
    guard let field, field.hasPrefix("Bearer ") else { return nil }
    return String(field.dropFirst(7))
  }

  private func cookie(_ field: String?) -> String? {
    for part in (field ?? "").split(separator: ";") {
      let sides = part.split(separator: "=", maxSplits: 1)
      if sides.count == 2, sides[0].trimmingCharacters(in: .whitespaces) == Self.cookie {
        return sides[1].trimmingCharacters(in: .whitespaces)
      }
    }
    return nil
  }

  /// Whether two texts are the same, found in a time that does not tell where they differ.
  private static func isSame(_ given: String, _ token: String) -> Bool {
    let (a, b) = (Array(given.utf8), Array(token.utf8))
    guard a.count == b.count else { return false }
    return zip(a, b).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
  }
}
