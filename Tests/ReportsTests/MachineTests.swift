import FileTestSupport
import Foundation
import Reports
import Testing

@Suite struct MachineTests {
  /// A machine with which all is well.
  private var facts: MachineFacts {
    var facts = MachineFacts(library: "oneDNN 3.2.0, AVX-512")
    (facts.cores, facts.allowedCores, facts.threads, facts.load) = (8, 8, 8, 0.2)
    (facts.memory, facts.freeMemory, facts.freeDisk) = (1 << 34, 1 << 33, 1 << 36)
    (facts.datasets, facts.isCacheWritable) = (["mnist": "/data/mnist", "cifar10": ""], true)
    return facts
  }

  @Test func nothingIsFoundWhereAllIsWell() { #expect(facts.findings.isEmpty) }

  /// Things that are wrong, each with words of its finding.
  private static let faults: [(@Sendable (inout MachineFacts) -> Void, String)] = [
    ({ ($0.allowedCores, $0.threads) = (2, 2) }, "2 of 8 cores"),
    ({ $0.grantedCores = 1.5 }, "the time of 1.5 cores"),
    ({ $0.threads = 3 }, "3 threads on 8 cores"),
    ({ $0.threads = 9 }, "wait for each other"),
    ({ $0.load = 5 }, "5.0 processes want 8 cores"),
    ({ $0.variables["ONEDNN_MAX_CPU_ISA"] = "AVX2" }, "limited to AVX2"),
    ({ $0.library = "oneDNN 3.2.0, SSE4.1" }, "no AVX2"),
    ({ $0.freeMemory = 1 << 30 }, "of memory are free"),
    ({ $0.grantedMemory = 1 << 30 }, "of memory are free"),
    ({ $0.freeDisk = 1 << 20 }, "1.0 MB are free"),
    ({ $0.isCacheWritable = false }, "no cache"),
    ({ $0.datasets = ["mnist": ""] }, "None of the datasets"),
  ]

  /// Each thing that is wrong is found, alone, and something helps.
  @Test(arguments: faults.indices) func whatIsWrongIsFound(_ index: Int) {
    let (spoil, text) = Self.faults[index]
    var facts = facts
    spoil(&facts)
    #expect(facts.findings.count == 1)
    #expect(facts.findings.first?.found.contains(text) == true)
    #expect(facts.findings.first?.remedy.isEmpty == false)
  }

  @Test func thisMachineIsSeen() throws {
    let facts = MachineFacts()
    #expect(facts.cores >= facts.allowedCores && facts.allowedCores > 0 && facts.threads > 0)
    #expect(facts.memory > facts.freeMemory && facts.freeMemory > 0 && facts.freeDisk > 0)
    #expect(facts.library.hasPrefix("oneDNN 3") && !facts.system.isEmpty)
    #expect(try JSONDecoder().decode(MachineFacts.self, from: JSONEncoder().encode(facts)) == facts)
  }
}

@Suite struct CacheContentsTests {
  private static let hash = String(repeating: "0a", count: 16)
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    for (name, size) in [
      ("mnist/train-images-idx3-ubyte.gz", 10), ("mnist/notes.txt", 3),
      ("cifar10.part/cifar-10-binary.tar.gz.part", 20), ("convolutions.json", 5),
      ("convolutions.lock", 0), ("evaluation/features/\(Self.hash).npz", 7),
      ("evaluation/features/mine.npz", 8),
      ("evaluation/classifiers/\(Self.hash)-1/classifier.npz", 6),
      ("evaluation/classifiers/\(Self.hash)-1/log", 1), ("somebody", 4),
    ] { try folder.write([UInt8](repeating: 1, count: size), as: name) }
  }

  @Test func whatIsForgersIsListed() {
    let contents = CacheContents(of: folder.path)
    let sizes = contents.items.map { "\($0.kind) \($0.byteCount)" }
    #expect(
      sizes == ["datasets 20", "datasets 10", "classifiers 7", "features 7", "convolutions 5"]
    )
    #expect(contents.others == ["somebody"])
  }

  @Test func nothingElseIsRemoved() throws {
    try CacheContents.remove(CacheContents(of: folder.path).items)
    #expect(try folder.names() == ["evaluation", "mnist", "somebody"])
    let left = try FileManager.default.subpathsOfDirectory(atPath: folder.path).sorted()
    #expect(
      left.filter { $0.contains(".") } == ["evaluation/features/mine.npz", "mnist/notes.txt"]
    )
    #expect(CacheContents(of: folder.path).items.isEmpty)
    #expect(CacheContents(of: folder("none")).items.isEmpty)
  }

  /// A link to a folder elsewhere is no folder of Forger's.
  @Test func linksAreNotFollowed() throws {
    let elsewhere = try TemporaryFolder()
    try elsewhere.write([1], as: "train-images-idx3-ubyte.gz")
    try FileManager.default.createSymbolicLink(
      atPath: folder("fashion-mnist"),
      withDestinationPath: elsewhere.path
    )
    #expect(CacheContents(of: folder.path).items.count == 5)
  }

  /// Of a package, the files that its record names go, if they are in the folder and no link leads to them.
  @Test func pluginsAreTheFilesOfTheirRecord() throws {
    let folder = try TemporaryFolder()
    let elsewhere = try TemporaryFolder()
    let info = "plugins/xla-1.dist-info"
    let record =
      "xla-1.dist-info/RECORD,,\nxla/deep/xla.so,sha256=0a,4\n/etc/hostname,,\n"
      + "../convolutions.json,,\nlinked/xla.so,,\nxla/gone,,\n"
    try folder.write(Array(record.utf8), as: info + "/RECORD")
    for name in ["plugins/xla/deep/xla.so", "plugins/xla/mine", "convolutions.json"] {
      try folder.write([1, 2, 3, 4], as: name)
    }
    try elsewhere.write([1], as: "xla.so")
    try FileManager.default.createSymbolicLink(
      atPath: folder("plugins/linked"),
      withDestinationPath: elsewhere.path
    )
    let contents = CacheContents(of: folder.path)
    let plugins = contents.items(of: [.plugins])
    #expect(plugins.map(\.byteCount) == [record.utf8.count + 4])
    #expect(plugins.map(\.path) == [folder(info)])
    #expect(contents.others.isEmpty)
    try CacheContents.remove(plugins)
    #expect(try folder.names() == ["convolutions.json", "plugins"])
    let left = try FileManager.default.subpathsOfDirectory(atPath: folder("plugins")).sorted()
    #expect(left == ["linked", "xla", "xla/mine"])
    #expect(try elsewhere.names() == ["xla.so"])
  }

  @Test func pluginsLeaveNoFolders() throws {
    let folder = try TemporaryFolder()
    let record = "xla-1.dist-info/RECORD,,\nxla/deep/xla.so,,\n"
    try folder.write(Array(record.utf8), as: "plugins/xla-1.dist-info/RECORD")
    try folder.write([1], as: "plugins/xla/deep/xla.so")
    try CacheContents.remove(CacheContents(of: folder.path).items)
    #expect(try folder.names().isEmpty)
  }
}
