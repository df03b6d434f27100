import Archives
import FileTestSupport
import Foundation
import Testing

/// Choices of convolution algorithms: measured, kept, written into snapshots and taken from them.
@Suite struct KeptConvolutionChoicesTests {
  /// Large enough for some of its convolutions to be measured.
  private static let train = [
    "train", "-i", "data.bin", "--channels", "128", "--batch-size", "10",
    "--snapshot-interval", "1", "--preview-interval", "2",
  ]
  private static let cache = ".cache/forger/convolutions.json"

  private func folder() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try folder.write(cifarRecords(20), as: "data.bin")
    return folder
  }

  private func choices(_ path: String) throws -> [String: String] {
    let array = try #require(try NPZ.read(path)["extensions/convolutions/choices"])
    guard case .uint8(let bytes) = array.elements else { return [:] }
    return try JSONDecoder().decode([String: String].self, from: Data(bytes))
  }

  @Test func areKeptInTheCacheAndInSnapshots() throws {
    let folder = try folder()
    let train = Self.train + ["--iterations", "2"]
    let output = try expectSuccess(train, in: folder)
    #expect(output.contains(/\ convolutions  [0-9]+ (winograd|onednn|narrow),/))
    let measured = try kept(in: folder)
    #expect(!measured.isEmpty)
    let used = try choices(folder("result/snapshot_iter_2.npz"))
    #expect(used.count > measured.count)
    #expect(measured.allSatisfy { used[$0.key] == $0.value })
    // With the cache, another run is the same to the bit.
    try expectSuccess(train + ["--out", "again"], in: folder)
    try expectSameFiles(
      ["gen_iter_2.npz", "dis_iter_2.npz", "snapshot_iter_2.npz"],
      in: folder("result"),
      and: folder("again")
    )
  }

  /// Where the cache says otherwise, a resumed run keeps its own choices.
  @Test func aResumedRunKeepsItsOwn() throws {
    let folder = try folder()
    try expectSuccess(Self.train + ["--iterations", "3"], in: folder)
    let pinned = Self.train + ["--iterations", "2", "--out", "pinned"]
    try expectSuccess(pinned + ["--conv-algorithms", "onednn"], in: folder)
    let resumed = ["train", "--out", "pinned", "--resume", "latest", "--iterations", "3"]
    try expectSuccess(resumed, in: folder)
    let used = try choices(folder("pinned/snapshot_iter_3.npz"))
    #expect(!used.isEmpty && used.values.allSatisfy { $0 == "onednn" })
    #expect(try choices(folder("result/snapshot_iter_3.npz")).values.contains("winograd"))
  }

  @Test func benchKeepsItsChoicesToo() throws {
    let folder = try TemporaryFolder()
    let bench = ["bench", "dcgan-cifar10", "--channels", "128", "--batch-size", "10"]
    try expectSuccess(bench + ["--iterations", "1"], in: folder)
    let choices = try kept(in: folder)
    #expect(!choices.isEmpty)
    try expectSuccess(bench + ["--iterations", "1", "--profile"], in: folder)
    #expect(try kept(in: folder) == choices)
  }

  /// Whatever was measured and kept: `generate` and `evaluate` would make other samples of one generator.
  @Test func samplesFollowNoChoices() throws {
    let folder = try folder()
    try expectSuccess(Self.train + ["--iterations", "1"], in: folder)
    let machine = try #require(try machines(in: folder).keys.first)
    let names = try kept(in: folder).keys.map { name in
      // Samples are made a hundred at a time.
      name.replacingOccurrences(of: " 10x", with: " 100x")
    }
    let arrays = try ["onednn", "winograd"].map { algorithm in
      let choices = Dictionary(uniqueKeysWithValues: names.map { ($0, algorithm) })
      try folder.write(Array(JSONEncoder().encode([machine: choices])), as: Self.cache)
      let file = "\(algorithm).npz"
      try expectSuccess(["generate", "result", "--count", "100", "--arrays", file], in: folder)
      return try NPZ.read(folder(file))
    }
    #expect(arrays[0]["image"] != nil && arrays[0]["image"] == arrays[1]["image"])
  }

  private func machines(in folder: TemporaryFolder) throws -> [String: [String: String]] {
    let data = try Data(contentsOf: URL(filePath: folder(Self.cache)))
    return try JSONDecoder().decode([String: [String: String]].self, from: data)
  }

  /// What the cache holds for this machine.
  private func kept(in folder: TemporaryFolder) throws -> [String: String] {
    let machines = try machines(in: folder)
    #expect(machines.count == 1)
    return try #require(machines.values.first)
  }

  @Test func aBrokenOrForbiddenCacheIsNoProblem() throws {
    let folder = try folder()
    try folder.write(Array("{ no JSON".utf8), as: Self.cache)
    try expectSuccess(Self.train + ["--iterations", "1"], in: folder)
    let other = try self.folder()
    try other.write([], as: ".cache/forger")
    try expectSuccess(Self.train + ["--iterations", "1"], in: other)
  }

  @Test func aSnapshotWithOtherChoicesIsRefused() throws {
    let folder = try folder()
    try expectSuccess(Self.train + ["--iterations", "1"], in: folder)
    let path = folder("result/snapshot_iter_1.npz")
    var arrays = try NPZ.read(path)
    arrays["extensions/convolutions/choices"] = NumpyArray(1 as Int64)
    try NPZ.write(arrays, to: path)
    try expectProblem(
      ["train", "--resume", "latest", "--iterations", "2"],
      in: folder,
      naming: "result/snapshot_iter_1.npz",
      saying: ["'extensions/convolutions/choices' cannot be read"]
    )
  }
}
