import Downloads
import Testing

@Suite struct HTTPAnswerTests {
  private func answer(_ lines: String...) -> HTTPAnswer {
    var answer = HTTPAnswer()
    for line in lines { answer.take(line + "\r\n") }
    return answer
  }

  @Test func statusIsRead() {
    let found = answer("HTTP/1.1 404 Not Found")
    #expect(found.status == 404)
    #expect(found.statusText == "404 Not Found")
    #expect(answer("HTTP/2 200").status == 200)
    #expect(answer("HTTP/1.1").status == 0)
    #expect(answer("HTTP/1.1 many").status == 0)
    #expect(answer("HTTP/1.1 99999999999999999999999").status == 0)
  }

  @Test func redirectsAreForgotten() {
    let found = answer("HTTP/1.1 302 Found", "ETag: \"a\"", "", "HTTP/1.1 200 OK")
    #expect(found.status == 200)
    #expect(found.validator == nil)
  }

  @Test func strongTagsArePreferred() {
    let date = "Tue, 15 Nov 1994 12:45:26 GMT"
    #expect(answer("ETag:  \"a b\" ").validator == "\"a b\"")
    #expect(answer("etag: \"a\"", "Last-Modified: \(date)").validator == "\"a\"")
    #expect(answer("ETag: W/\"a\"", "Last-Modified: \(date)").validator == date)
    #expect(answer("ETag: W/\"a\"").validator == nil)
    #expect(answer("ETag: \"").validator == nil)
    #expect(answer("ETag: \"a\u{1}\u{7}\"").validator == "\"a\"")
  }

  @Test func rangesAreRead() {
    let whole = answer("Content-Range: bytes 100-199/200").range
    #expect(whole?.start == 100 && whole?.total == 200)
    let open = answer("content-range: bytes 0-9/*").range
    #expect(open?.start == 0 && open?.total == nil)
    for text in [
      "bytes */200", "bytes 100-199", "items 0-1/2", "bytes -1-2/3", "", "bytes 1-2/3 more",
      "bytes 99999999999999999999-2/3",
    ] {
      #expect(answer("Content-Range: \(text)").range == nil, "\(text)")
    }
  }
}
