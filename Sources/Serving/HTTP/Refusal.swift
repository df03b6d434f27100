/// Why a request is not answered as it wishes.
package struct Refusal: Error, Equatable, Sendable {
  /// The status: 404.
  package let status: Int
  /// The reason, for people.
  package let reason: String

  /// A refusal of any kind.
  init(_ status: Int, _ reason: String) { (self.status, self.reason) = (status, reason) }

  /// What came is no request.
  package static let malformed = Refusal(400, "malformed request; expected HTTP/1.1")
  /// The head exceeds `RequestHead.mostBytes`.
  package static let headTooLarge = Refusal(431, "the head of the request is too large")
  /// The body exceeds what the route takes.
  package static let bodyTooLarge = Refusal(413, "the body of the request is too large")
  /// The body has no length, or none that is known beforehand.
  package static let lengthMissing = Refusal(411, "expected a body of known length")
  /// There is nothing of this name.
  package static let notFound = Refusal(404, "there is nothing of this name")
  /// There is something of this name, but not to be asked so.
  package static let wrongMethod = Refusal(405, "the method does not suit what is asked for")
  /// There are too many requests or connections.
  package static let busy = Refusal(503, "too busy; try again")

  /// A request that cannot be understood: what was found, what was expected.
  static func badRequest(_ reason: String) -> Refusal { Refusal(400, reason) }

  /// A request from where none is taken.
  static func forbidden(_ reason: String) -> Refusal { Refusal(403, reason) }

  /// The reason that goes with the status.
  static func phrase(of status: Int) -> String {
    switch status {
    case 200: "OK"
    case 202: "Accepted"
    case 303: "See Other"
    case 304: "Not Modified"
    case 400: "Bad Request"
    case 401: "Unauthorized"
    case 403: "Forbidden"
    case 404: "Not Found"
    case 405: "Method Not Allowed"
    case 411: "Length Required"
    case 413: "Content Too Large"
    case 431: "Request Header Fields Too Large"
    case 500: "Internal Server Error"
    case 503: "Service Unavailable"
    default: "Status"
    }
  }
}
