import Archives
import Foundation
import Testing
import Training

@Suite struct RunFolderTests {
  /// What a run writes beside the log, the curves and the snapshots.
  private let files = RunFiles(
    names: ["preview.gif"],
    series: [
      FileSeries("gen"), FileSeries("dis"),
      FileSeries(in: "preview", from: "image", to: ".png", digits: 8),
    ]
  )

  @Test func createsFoldersOnTheWay() throws {
    let scratch = try Scratch()
    let folder = try RunFolder(scratch.path(of: "a/b/result"), .new)
    #expect(folder.path(of: "log") == scratch.path(of: "a/b/result/log"))
    #expect(try scratch.names(in: "a/b") == ["result"])
    try folder.write("preview/x") { try AtomicFile.write("", to: $0) }
    #expect(try scratch.names(in: "a/b/result") == ["preview"])
    #expect(try scratch.names(in: "a/b/result/preview") == ["x"])
    #expect(try RunFolder(scratch.path(of: "a/"), .new).path(of: "x") == scratch.path(of: "a/x"))
  }

  @Test(arguments: ["log", "snapshot_iter_1000.npz"])
  func refusesAFolderWithARun(name: String) throws {
    let scratch = try Scratch()
    try scratch.write("[]", to: "result/" + name)
    let path = scratch.path(of: "result")
    let problem = #expect(throws: FileProblem.self) { _ = try RunFolder(path, .new) }
    #expect(problem?.path == path)
    #expect(problem?.found == "already holds a run (\(name))")
    // Nothing was left behind, not even a lock.
    #expect(try FileManager.default.contentsOfDirectory(atPath: path) == [name])
    _ = try RunFolder(path, .resume)
    #expect(try scratch.names(in: "result") == [name])
  }

  @Test func takesAFolderWithOtherFiles() throws {
    let scratch = try Scratch()
    try scratch.write("", to: "result/notes.txt")
    try scratch.write("", to: "result/logs")
    try scratch.write("", to: "result/snapshot_iter_+1.npz")
    try scratch.write("", to: "result/log.d/file")
    _ = try RunFolder(scratch.path(of: "result"), .new)
  }

  @Test func overwritesTheRunsFilesOnly() throws {
    let scratch = try Scratch()
    let run = [
      "log", "snapshot_iter_1.npz", "gen_iter_1.npz", "dis_iter_20.npz", "losses.svg",
      "preview.gif", "preview/image00000001.png",
    ]
    let others = [
      "notes.txt", "log.txt", "gen_iter_.npz", "gen_iter_1.npz.bak", "other_iter_1.npz",
      "gen_iter_-1.npz", "preview/image.png", "preview/mine.png", "image00000001.png",
    ]
    for name in run + others { try scratch.write("", to: "result/" + name) }
    do {
      let folder = try RunFolder(scratch.path(of: "result"), .resume, files: files)
      #expect(Set(folder.runFiles) == Set(run))
    }
    do {
      let folder = try RunFolder(scratch.path(of: "result"), .overwrite, files: files)
      #expect(Set(folder.runFiles) == Set(run))
      try folder.write("log") { try AtomicFile.write("new", to: $0) }
      #expect(folder.runFiles == ["log"])
    }
    #expect(
      try scratch.names(in: "result") == [
        "gen_iter_-1.npz", "gen_iter_.npz", "gen_iter_1.npz.bak", "image00000001.png", "log",
        "log.txt", "notes.txt", "other_iter_1.npz", "preview",
      ]
    )
    #expect(try scratch.names(in: "result/preview") == ["image.png", "mine.png"])
    #expect(try scratch.read("result/log") == "new")
  }

  /// A run that comes to nothing, or whose first file fails, leaves the old one.
  @Test func theOldRunStaysUntilAFileIsReady() throws {
    let scratch = try Scratch()
    let run = ["log", "snapshot_iter_1.npz", "preview/image00000001.png"]
    for name in run { try scratch.write(name, to: "result/" + name) }
    do {
      let folder = try RunFolder(scratch.path(of: "result"), .overwrite, files: files)
      #expect(Set(folder.runFiles) == Set(run))
      let full = FileProblem(
        scratch.path(of: "result/.replaced/new/log"),
        found: "a",
        expected: "b"
      )
      let problem = #expect(throws: FileProblem.self) {
        try folder.write("log") { path in
          try AtomicFile.write("half", to: path)
          throw full
        }
      }
      // It is told of the file that the user knows.
      #expect(problem?.path == scratch.path(of: "result/log"))
      #expect(Set(folder.runFiles) == Set(run))
    }
    #expect(try scratch.names(in: "result") == ["log", "preview", "snapshot_iter_1.npz"])
    for name in run { #expect(try scratch.read("result/" + name) == name) }
  }

  /// What an extension wrote by a path of its own is the new run's, whatever it is called.
  @Test func whatTheNewRunWroteIsNotTheOldOnes() throws {
    let scratch = try Scratch()
    for name in ["log", "gen_iter_1.npz", "dis_iter_1.npz"] {
      try scratch.write("old", to: "result/" + name)
    }
    let folder = try RunFolder(scratch.path(of: "result"), .overwrite, files: files)
    try AtomicFile.write("new", to: folder.path(of: "gen_iter_1.npz"))
    try folder.write("log") { try AtomicFile.write("new", to: $0) }
    #expect(try scratch.names(in: "result") == ["gen_iter_1.npz", "log"])
    #expect(try scratch.read("result/gen_iter_1.npz") == "new")
  }

  @Test(arguments: [".replaced/own", ".replacing"])
  func whatIsInTheWayOfOverwritingStays(_ name: String) throws {
    let scratch = try Scratch()
    try scratch.write("precious", to: "result/" + name)
    try scratch.write("[]", to: "result/log")
    let problem = #expect(throws: FileProblem.self) {
      _ = try RunFolder(scratch.path(of: "result"), .overwrite, files: files)
    }
    #expect(problem?.path == scratch.path(of: "result/" + name.split(separator: "/")[0]))
    #expect(problem?.found.hasPrefix("is in the way") == true)
    #expect(try scratch.read("result/" + name) == "precious")
    #expect(try scratch.read("result/log") == "[]")
  }

  /// A note that names files elsewhere is not Forger's.
  @Test func aNoteThatLeadsElsewhereIsNotFollowed() throws {
    let scratch = try Scratch()
    let title = "Forger is putting a new run in the place of an old one.\n"
    try scratch.write("precious", to: "far")
    try scratch.write(title + "log\n../../../far\n", to: "result/.replacing")
    try scratch.write("", to: "result/.replaced/old/file")
    _ = try RunFolder(scratch.path(of: "result"), .resume, files: files)
    #expect(try scratch.read("far") == "precious")
    #expect(try scratch.names(in: "result") == [".replaced", ".replacing"])
  }

  /// A run whose folder is moved or replaced does not go on writing into another one.
  @Test func aFolderThatIsMovedIsAProblem() throws {
    let scratch = try Scratch()
    let (path, moved) = (scratch.path(of: "result"), scratch.path(of: "moved"))
    do {
      let folder = try RunFolder(path, .new, files: files)
      try folder.write("log") { try AtomicFile.write("[]", to: $0) }
      try FileManager.default.moveItem(atPath: path, toPath: moved)
      for name in ["log", "preview/image00000001.png"] {
        let problem = #expect(throws: FileProblem.self) {
          try folder.write(name) { try AtomicFile.write("", to: $0) }
        }
        #expect(problem?.found == "was moved or removed while the run went on")
      }
    }
    #expect(try scratch.names() == ["moved"])
    // Its lock goes from where it is now.
    #expect(try FileManager.default.contentsOfDirectory(atPath: moved) == ["log"])
  }

  @Test func keepsASecondRunOut() throws {
    let scratch = try Scratch()
    let path = scratch.path(of: "result")
    do {
      let first = try RunFolder(path, .new)
      for opening in [RunFolder.Opening.new, .resume, .overwrite] {
        let problem = #expect(throws: FileProblem.self) { _ = try RunFolder(path, opening) }
        #expect(problem?.found == "is in use by another run")
      }
      #expect(first.path == path)
    }
    // The lock went with the first.
    _ = try RunFolder(path, .new)
  }

  @Test func refusesWhatCannotBeAFolder() throws {
    let scratch = try Scratch()
    try scratch.write("", to: "file")
    for path in [scratch.path(of: "file"), scratch.path(of: "file/result"), "/proc/result"] {
      let problem = #expect(throws: FileProblem.self) { _ = try RunFolder(path, .new) }
      #expect(problem?.path == path)
      #expect(problem?.expected == "a folder that can be written")
    }
    let file = scratch.path(of: "file")
    let problem = #expect(throws: FileProblem.self) { _ = try RunFolder(file, .new) }
    #expect(problem?.found == "is not a folder")
  }

  @Test func refusesALockThatIsALink() throws {
    let scratch = try Scratch()
    try scratch.write("precious", to: "elsewhere")
    try FileManager.default.createDirectory(
      atPath: scratch.path(of: "result"),
      withIntermediateDirectories: true
    )
    try FileManager.default.createSymbolicLink(
      atPath: scratch.path(of: "result/.lock"),
      withDestinationPath: scratch.path(of: "elsewhere")
    )
    let problem = #expect(throws: FileProblem.self) {
      _ = try RunFolder(scratch.path(of: "result"), .new)
    }
    #expect(problem?.path == scratch.path(of: "result/.lock"))
    #expect(try scratch.read("elsewhere") == "precious")
  }

  @Test func removesWhatAKilledRunWasWriting() throws {
    let scratch = try Scratch()
    let stale = [
      ".log.123.0.partial", ".snapshot_iter_10.npz.123.0.partial",
      "preview/.image00000010.png.123.0.partial",
    ]
    let others = [".notes.1.0.partial", ".partial", ".log.partial", ".log.a.b.partial"]
    for name in stale + others { try scratch.write("", to: "result/" + name) }
    _ = try RunFolder(scratch.path(of: "result"), .resume, files: files)
    #expect(try scratch.names(in: "result") == (others + ["preview"]).sorted())
    #expect(try scratch.names(in: "result/preview") == [])
  }
}
