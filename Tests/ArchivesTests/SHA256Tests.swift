import Archives
import FileTestSupport
import Testing

@Suite struct SHA256Tests {
  /// The examples of FIPS 180-4's companion, "Secure Hash Algorithm - Message Digest Length = 256".
  @Test(arguments: [
    ("", 1, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ("abc", 1, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    (
      "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", 1,
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    ),
    ("a", 1_000_000, "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"),
  ])
  func isTheStandards(_ text: String, _ repetitions: Int, _ sum: String) throws {
    let folder = try TemporaryFolder()
    let bytes = Array(repeating: Array(text.utf8), count: repetitions).flatMap(\.self)
    #expect(try SHA256.ofFile(folder.write(bytes, as: "file")) == sum)
  }

  @Test func missingFileIsAProblem() throws {
    let folder = try TemporaryFolder()
    #expect(problem { _ = try SHA256.ofFile(folder("none")) }?.path == folder("none"))
  }
}
