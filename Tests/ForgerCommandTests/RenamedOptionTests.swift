import FileTestSupport
import ForgerCommand
import ServerTestSupport
import Testing

/// Options that were renamed: the old name works, says so, and is in no help.
@Suite struct RenamedOptionTests {
  private let renamed = [
    RenamedOption(of: "a b", "old", isNow: "new"), RenamedOption(of: "a", "former", isNow: "later"),
  ]

  @Test(arguments: [
    ("a b x --old y", "a b x --new y", ["--old is deprecated: its name is --new now"]),
    ("a b --old=--old", "a b --new=--old", ["--old is deprecated: its name is --new now"]),
    (
      "a b --old 1 --former --old 2", "a b --new 1 --later --new 2",
      [
        "--old is deprecated: its name is --new now",
        "--former is deprecated: its name is --later now",
      ]
    ),
    ("a b --new y --older z", "a b --new y --older z", []),
    ("a c --old y", "a c --old y", []),
    ("a b -- --old", "a b -- --old", []),
    ("", "", []),
  ])
  func namesAreReplaced(_ given: String, _ expected: String, _ notes: [String]) {
    let words = given.split(separator: " ").map(String.init)
    let line = RenamedOption.updated(words, by: renamed)
    #expect(line.arguments.joined(separator: " ") == expected)
    #expect(line.notes == notes)
  }

  @Test func oldNameWorksAndSaysSo() throws {
    let server = try TestServer { _, _ in .status("404 Not Found") }
    let fetch = ["datasets", "fetch", "mnist", "--mirror", server.address, "--retries", "0"]
    let folder = try TemporaryFolder()
    let note = "forger: --to is deprecated: its name is --out now\n"
    let (new, old) = (
      try Command.run(fetch + ["--out", "here"], in: folder),
      try Command.run(fetch + ["--to", "here"], in: folder)
    )
    #expect(new.ending == .code(1) && old.ending == .code(1))
    #expect(new.errors.contains("404 Not Found"))
    #expect(old.errors == note + new.errors)
    #expect(old.output == new.output)
  }

  @Test func helpHasNoOldName() throws {
    let help = try expectSuccess(["datasets", "fetch", "--help"], in: TemporaryFolder())
    #expect(help.contains("--out") && !help.contains("--to "))
  }
}
