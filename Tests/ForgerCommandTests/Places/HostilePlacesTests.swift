import FileTestSupport
import Foundation
import Testing

/// Places in which nothing can be kept, opened or shown: the command copes, or says what is missing.
@Suite struct HostilePlacesTests {
  private let folder: TemporaryFolder
  /// Large enough for convolutions to be measured, and their choice to be kept.
  private let training = [
    "train", "-i", "../data.bin", "--channels", "128", "--batch-size", "10", "--iterations", "1",
    "--threads", "1",
  ]

  init() throws {
    folder = try TemporaryFolder()
    try folder.write(cifarRecords(20), as: "data.bin")
    try folder.write([], as: "work/.keep")
    try folder.write([], as: "home/.keep")
  }

  /// Runs a script before the command, in a folder that can be written to, with a home that lies beside.
  private func run(_ script: String, _ arguments: [String]) throws -> Outcome {
    try Command.run(shell: "HOME=$PWD/home; cd work; " + script, arguments, in: folder)
  }

  private func expectTrained(
    _ outcome: Outcome,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    #expect(outcome.ending == .code(0), "\(outcome)", sourceLocation: sourceLocation)
    #expect(outcome.errors == "", "\(outcome)", sourceLocation: sourceLocation)
    let isThere = FileManager.default.fileExists(atPath: folder("work/result/snapshot_iter_1.npz"))
    #expect(isThere, sourceLocation: sourceLocation)
  }

  private func expectOneMessage(
    _ outcome: Outcome,
    _ start: String,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    #expect(outcome.ending == .code(1), "\(outcome)", sourceLocation: sourceLocation)
    #expect(
      outcome.errors.hasPrefix("Error: " + start),
      "\(outcome)",
      sourceLocation: sourceLocation
    )
    #expect(outcome.errors.contains("; expected "), "\(outcome)", sourceLocation: sourceLocation)
    let lines = outcome.errors.split(separator: "\n")
    #expect(lines.count == 1, "\(outcome)", sourceLocation: sourceLocation)
  }

  private func mode(_ mode: Int, of name: String) throws {
    try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: folder(name))
  }

  @Test func aReadOnlyHome() throws {
    try mode(0o555, of: "home")
    expectTrained(try run(Surroundings.boundByPermissions, training))
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder("home")) == [".keep"])
    let fetch = try run(Surroundings.boundByPermissions, ["datasets", "fetch", "mnist"])
    expectOneMessage(fetch, folder("home/.cache/forger: "))
    try mode(0o755, of: "home")
  }

  @Test func noHome() throws {
    expectTrained(try run("unset HOME; exec \"$0\" \"$@\"", training))
    let missing = try run("unset HOME; exec \"$0\" \"$@\"", ["classifier", "train", "../data.bin"])
    expectOneMessage(missing, "the user's cache: is unknown: neither XDG_CACHE_HOME nor HOME")
  }

  /// The owner is another where tests are run by the superuser, and else nobody may look in.
  @Test func aCacheOfSomebodyElses() throws {
    try folder.write([1], as: "home/.cache/forger/convolutions.json")
    if geteuid() == 0 { chown(folder("home/.cache/forger"), 65_534, 65_534) }
    try mode(geteuid() == 0 ? 0o700 : 0o000, of: "home/.cache/forger")
    expectTrained(try run(Surroundings.boundByPermissions, training))
    try FileManager.default.removeItem(atPath: folder("work/result"))
    let evaluated =
      training + [
        "--evaluate-every", "1", "--evaluate-samples", "10", "--evaluate-metrics",
        "density-coverage",
      ]
    expectTrained(try run(Surroundings.boundByPermissions, evaluated))
    let fetch = try run(Surroundings.boundByPermissions, ["datasets", "fetch", "mnist"])
    expectOneMessage(fetch, folder("home/.cache/forger/mnist: "))
    try mode(0o755, of: "home/.cache/forger")
  }

  /// Archives of images are unpacked there.
  @Test(arguments: [
    ("TMPDIR=$PWD; trap '' XFSZ; ulimit -f 1;", "has no room for temporary files: File too large"),
    ("TMPDIR=/dev/null;", "takes no temporary file: Not a directory"),
    ("TMPDIR=$PWD/none;", "takes no temporary file: No such file or directory"),
  ])
  func aTemporaryFolderThatIsFullOrMissing(_ settings: String, _ words: String) throws {
    var archive = ZipBuilder()
    for index in 0..<3 { archive.add("\(index).png", png(height: 64, width: 64, shade: index)) }
    try folder.write(archive.bytes, as: "images.zip")
    let script = "export TMPDIR; \(settings) exec \"$0\" \"$@\""
    let arguments = ["datasets", "inspect", "../images.zip", "--grid", "/dev/null/grid.png"]
    let outcome = try run(script, arguments)
    #expect(outcome.errors.contains(words), "\(outcome)")
    expectOneMessage(outcome, "")
  }

  /// Images and threads by the hundred; files are opened one at a time.
  @Test func sixtyFourOpenFiles() throws {
    for index in 0..<200 {
      try folder.write(png(shade: index), as: "images/\(index % 2)/\(index).png")
    }
    let arguments = ["-i", "../images", "--cache", "0", "--batch-size", "64", "--channels", "8"]
    let more = [
      "--iterations", "1", "--evaluate-every", "1", "--evaluate-samples", "100",
      "--evaluate-metrics", "density-coverage",
    ]
    expectTrained(try run("ulimit -n 64; exec \"$0\" \"$@\"", ["train"] + arguments + more))
  }

  /// With fewer than a process needs there is a message, and nothing half-written.
  @Test func tooFewOpenFiles() throws {
    for limit in 4...16 {
      let outcome = try run("ulimit -n \(limit); exec \"$0\" \"$@\"", training + ["--overwrite"])
      if outcome.ending == .code(0) { continue }
      #expect(outcome.errors.contains("Too many open files"), "\(limit): \(outcome)")
    }
    let names = try FileManager.default.subpathsOfDirectory(atPath: folder("work"))
    #expect(!names.contains { $0.hasSuffix(".partial") || $0.hasSuffix(".lock") }, "\(names)")
  }

  /// What is meant for the terminal goes into no file, and nothing is lost but it.
  @Test func standardStreamsThatAreClosed() throws {
    let closed = try run("exec \"$0\" \"$@\" 0<&- 1>&-", training + ["--display-interval", "1"])
    expectOneMessage(closed, "standard output: cannot be written: Bad file descriptor")
    let log = try Data(contentsOf: URL(filePath: folder("work/result/log")))
    #expect(try (JSONSerialization.jsonObject(with: log) as? [Any])?.count == 1)
    #expect(FileManager.default.fileExists(atPath: folder("work/result/snapshot_iter_1.npz")))
    let silent = try run("exec \"$0\" \"$@\" 2>&-", ["generate", "nowhere"])
    #expect(silent.ending == .code(1), "\(silent)")
    #expect(silent.output == "", "\(silent)")
  }

  #if os(Linux)
  /// Where a program cannot ask for its own arguments, it says so.
  @Test func noProc() throws {
    for script in [try Surroundings.withoutProc, try Surroundings.script(["PROC": "1"])] {
      expectOneMessage(try run(script, training), "/proc: does not tell the command's arguments")
    }
  }

  /// Nothing that is kept or told follows the time of day.
  @Test func aClockThatGoesBack() throws {
    let usual = try run("exec \"$0\" \"$@\"", training + ["--out", "usual"])
    let script = try Surroundings.script(["CLOCK": "1"])
    let outcome = try run(script, training)
    expectTrained(outcome)
    try expectSameFiles(
      ["gen_iter_1.npz", "dis_iter_1.npz", "snapshot_iter_1.npz", "preview/image00000001.png"],
      in: folder("work/usual"),
      and: folder("work/result")
    )
    #expect(usual.ending == .code(0), "\(usual)")
    #expect(outcome.output.contains("Done: 1 iterations in 0:0"), "\(outcome)")
  }
  #endif

  /// Numbers, files and messages are the same everywhere.
  @Test(arguments: [
    "LC_ALL=tr_TR.UTF-8 LANG=ar_EG.UTF-8 LANGUAGE=de TZ=Pacific/Kiritimati",
    "LC_ALL=no_such.locale TZ=:/dev/null", "LC_ALL=C LC_NUMERIC=de_DE.UTF-8 TZ=XYZ-25:99",
  ])
  func oddLocalesAndTimeZones(_ settings: String) throws {
    let arguments = training + ["--display-interval", "1", "--seed", "3"]
    let usual = try run("exec \"$0\" \"$@\"", arguments + ["--out", "usual"])
    #expect(usual.ending == .code(0), "\(usual)")
    expectTrained(try run("export \(settings); exec \"$0\" \"$@\"", arguments))
    try expectSameFiles(
      ["gen_iter_1.npz", "snapshot_iter_1.npz", "preview/image00000001.png", "log", "losses.svg"],
      in: folder("work/usual"),
      and: folder("work/result")
    )
    let wrong = try run("export \(settings); exec \"$0\" \"$@\"", ["generate", "nowhere"])
    expectOneMessage(wrong, "nowhere: cannot be opened: No such file or directory")
  }
}
