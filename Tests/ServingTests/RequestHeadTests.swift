import FileTestSupport
import Serving
import Testing

/// How heads of requests are read.
@Suite struct RequestHeadTests {
  private func head(_ text: String) throws(Refusal) -> RequestHead? {
    try RequestHead.read(Array(text.utf8))?.head
  }

  @Test func aHeadIsRead() throws {
    let text =
      "GET /api/runs/3/curves?from=1&to=a%20b+c&from=2&flag HTTP/1.1\r\nHost: localhost:1\r\n"
      + "Accept: a\r\naccept:  b \t\r\nContent-Length: 12\r\n\r\nabc"
    let (head, count) = try #require(try RequestHead.read(Array(text.utf8)))
    #expect(head.method == "GET")
    #expect(head.path == ["api", "runs", "3", "curves"])
    #expect(head.query == ["from": "1", "to": "a b c", "flag": ""])
    #expect(head.fields["accept"] == "a, b")
    #expect(head.bodyLength == 12)
    #expect(count == text.utf8.count - 3)
  }

  @Test func halfAHeadIsWaitedFor() throws {
    let text = "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"
    for count in 1..<text.count { #expect(try head(String(text.prefix(count))) == nil) }
    #expect(try head(text)?.path == [])
  }

  @Test(arguments: [
    "GET /../etc/passwd HTTP/1.1\r\n\r\n",
    "GET /api/runs/0/previews/..%2f..%2fetc%2fpasswd HTTP/1.1\r\n\r\n",
    "GET /%2e%2e/%2e%2e/etc/passwd HTTP/1.1\r\n\r\n",
    "GET /a/./b HTTP/1.1\r\n\r\n",
    "GET /a//b HTTP/1.1\r\n\r\n",
    "GET /a/ HTTP/1.1\r\n\r\n",
    "GET /..\\..\\x HTTP/1.1\r\n\r\n",
    "GET /a%00b HTTP/1.1\r\n\r\n",
    "GET /a%0d%0ab HTTP/1.1\r\n\r\n",
    "GET /%ff HTTP/1.1\r\n\r\n",
    "GET /%zz HTTP/1.1\r\n\r\n",
    "GET /% HTTP/1.1\r\n\r\n",
    "GET http://localhost/ HTTP/1.1\r\n\r\n",
    "GET / HTTP/1.0\r\n\r\n",
    "GET / HTTP/2\r\n\r\n",
    "GET /\r\n\r\n",
    "GET  / HTTP/1.1\r\n\r\n",
    "GET / HTTP/1.1 \r\n\r\n",
    " GET / HTTP/1.1\r\n\r\n",
    "G(T / HTTP/1.1\r\n\r\n",
    "GET / HTTP/1.1\r\nHost\r\n\r\n",
    "GET / HTTP/1.1\r\n: x\r\n\r\n",
    "GET / HTTP/1.1\r\nHo st: x\r\n\r\n",
    "GET / HTTP/1.1\r\nA: x\r\n folded\r\n\r\n",
    "GET / HTTP/1.1\r\nA: x\u{1}\r\n\r\n",
    "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
    "GET / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
    "GET / HTTP/1.1\r\nContent-Length: -1\r\n\r\n",
    "GET / HTTP/1.1\r\nContent-Length: +1\r\n\r\n",
    "GET / HTTP/1.1\r\nContent-Length: 0x10\r\n\r\n",
    "GET / HTTP/1.1\r\nContent-Length: 99999999999999999999\r\n\r\n",
    "\r\n\r\n",
  ])
  func whatIsNoRequestIsRefused(_ text: String) {
    #expect(throws: Refusal.malformed) { _ = try head(text) }
  }

  @Test func bodiesOfUnknownLengthAreRefused() {
    #expect(throws: Refusal.lengthMissing) {
      _ = try head("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n")
    }
  }

  @Test func headsAreOfBoundedSize() {
    let long = String(repeating: "a", count: RequestHead.mostBytes)
    #expect(throws: Refusal.headTooLarge) { _ = try head("GET /\(long)") }
    #expect(throws: Refusal.headTooLarge) {
      _ = try head("GET / HTTP/1.1\r\nA: \(long)\r\n\r\n")
    }
    let many = String(repeating: "A: b\r\n", count: 100)
    #expect(throws: Refusal.malformed) { _ = try head("GET / HTTP/1.1\r\n\(many)\r\n") }
  }

  /// `make fuzz` does so at length.
  @Test(arguments: [
    "GET /api/runs/0/curves?from=1&to=9 HTTP/1.1\r\nHost: 127.0.0.1:8420\r\nCookie: a=b; c\r\n\r\n",
    #"{"kind":"plane","checkpoint":"latest","vectors":["AAAAAAAAgD8AAIC/AAAAAA=="],"rows":3}"#,
    "[\n{\"iteration\": 100, \"elapsed_time\": 2.5, \"a\": 1.5e-3},\n{\"iteration\": 200}\n]\n",
    #"{"status":{"_0":{"state":"training","iteration":5,"epoch":0.1,"seconds":2}}}"#,
  ])
  func damagedBytesDoNoHarm(_ text: String) {
    #expect(UntrustedInput.read(Array(text.utf8)) > 0)
    for bytes in Mutations(of: Array(text.utf8), count: 4000) { _ = UntrustedInput.read(bytes) }
  }
}
