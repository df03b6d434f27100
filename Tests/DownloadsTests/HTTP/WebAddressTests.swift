import Downloads
import Testing

@Suite struct WebAddressTests {
  @Test(arguments: [
    ("http://a", "http://a/x"), ("https://a.org/b/", "https://a.org/b/x"),
    ("HTTPS://a:8080/b", "HTTPS://a:8080/b/x"), ("http://[::1]:80/b", "http://[::1]:80/b/x"),
  ])
  func namesAreAppended(_ text: String, _ longer: String) throws {
    let address = try #require(WebAddress(text))
    #expect("\(address)" == text)
    #expect("\(address.appending("x"))" == longer)
  }

  @Test func passwordsAreNotShown() throws {
    let address = try #require(WebAddress("https://me:secret@a.org/b"))
    #expect("\(address)" == "https://a.org/b")
    #expect("\(address.appending("x"))" == "https://a.org/b/x")
    #expect(try "\(#require(WebAddress("https://a.org/b@c")))" == "https://a.org/b@c")
  }

  @Test(arguments: [
    "", "a", "a.org/b", "http://", "http:///a", "https:a", "file:///etc/passwd", "ftp://a/b",
    "http://a/b c", "http://a/b?c", "http://a/b#c", "http://a/\u{1b}", "http://ä.org", "-http://a",
    "http://" + String(repeating: "a", count: 2000),
  ])
  func othersAreNone(_ text: String) {
    #expect(WebAddress(text) == nil)
  }
}
