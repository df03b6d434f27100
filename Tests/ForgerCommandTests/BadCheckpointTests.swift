import Archives
import FileTestSupport
import Foundation
import Testing

/// `forger generate` and `forger train --resume` with checkpoints that are broken or do not fit.
@Suite struct BadCheckpointTests {
  /// A change to a checkpoint's arrays, and what the command has to say about the result.
  struct Case: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let words: [String]
    let change: @Sendable (inout NamedArrays) throws -> Void

    init(
      _ what: String,
      _ words: String...,
      change: @escaping @Sendable (inout NamedArrays) throws -> Void
    ) {
      (testDescription, self.words, self.change) = (what, words, change)
    }
  }

  /// Changes to a generator; in a snapshot it lies under `updater/gen/`, and its recipe in `notes/`.
  static func generatorCases(_ prefix: String, recipe: String) -> [Case] {
    [
      Case("missing array", "lacks 'dc2/W'") { $0[prefix + "dc2/W"] = nil },
      Case("missing arrays", "lacks 'bn0/", "other arrays") {
        for name in $0.section(prefix).names where name.hasPrefix("bn") { $0[prefix + name] = nil }
      },
      Case("extra array", "holds 'more'") { $0[prefix + "more"] = NumpyArray(0 as Int64) },
      Case("wrong shape", "'dc1/W' is float32", "[8, 4, 4, 4]") {
        try $0.reshape(prefix + "dc1/W", [4, 8, 4, 4])
      },
      Case("flat", "'l0/b' is float32", "[128]") { try $0.reshape(prefix + "l0/b", [1, 128]) },
      Case("not a number", "'dc3/b'", "not finite") {
        try $0.changeFloats(prefix + "dc3/b") { $0[0] = .nan }
      },
      Case("infinity", "'bn1/avg_var'", "not finite") {
        try $0.changeFloats(prefix + "bn1/avg_var") { $0[1] = .infinity }
      },
      Case("wrong type", "'dc4/b' is float64", "float32 of shape [3]") {
        $0[prefix + "dc4/b"] = NumpyArray(shape: [3], elements: .float64([0, 0, 0]))
      },
      Case("no recipe", "recipe", "cannot be read") { $0.setText(recipe, "no recipe") },
      Case("JSON of something else", "recipe", "cannot be read") { $0.setText(recipe, "[1, 2]") },
      Case("empty recipe", "recipe", "cannot be read") { $0.setText(recipe, "") },
      Case("recipe that is no text", "'recipe' is int64") { $0[recipe] = NumpyArray(1 as Int64) },
      Case("unknown recipe", "recipe is 'dcgan-cifar11'", "one of dcgan-cifar10, mlp") {
        try $0.replaceInRecipe(recipe, "dcgan-cifar10", by: "dcgan-cifar11")
      },
      Case("impossible channels", "channels is 12", "a multiple of 8") {
        try $0.replaceInRecipe(recipe, "\nchannels: 8\n", by: "\nchannels: 12\n")
      },
      Case("impossible batch", "batch-size is 0", "1 to 65536") {
        try $0.replaceInRecipe(recipe, "batch-size: 4", by: "batch-size: 0")
      },
      Case("impossible preview", "preview", "65536") {
        try $0.replaceInRecipe(recipe, "rows: 10", by: "rows: 1000")
        try $0.replaceInRecipe(recipe, "columns: 10", by: "columns: 1000")
      },
      Case("recipe of another width", "'l0/W' is float32", "[256, 100]") {
        try $0.replaceInRecipe(recipe, "\nchannels: 8\n", by: "\nchannels: 16\n")
      },
      Case("recipe of endless width", "'l0/W' is float32", "[131072, 100]") {
        try $0.replaceInRecipe(recipe, "\nchannels: 8\n", by: "\nchannels: 8192\n")
      },
      Case("recipe of other latent vectors", "'l0/W'", "[128, 100]", "[128, 65536]") {
        try $0.replaceInRecipe(recipe, "latent-size: 100", by: "latent-size: 65536")
      },
      Case("recipe of grey images", "'dc4/W'", "[1, 1, 3, 3]") {
        try $0.replaceInRecipe(recipe, "  channels: 3", by: "  channels: 1")
      },
    ]
  }

  @Test(arguments: generatorCases("", recipe: "recipe"))
  func brokenGeneratorIsRefused(_ broken: Case) throws {
    let folder = try TrainedRun.broken("gen_iter_3.npz", broken.change)
    try expectProblem(
      ["generate", "broken.npz", "--threads", "1"],
      in: folder,
      naming: "broken.npz",
      saying: broken.words
    )
  }

  @Test(arguments: generatorCases("updater/gen/", recipe: "notes/recipe"))
  func brokenSnapshotIsNotResumed(_ broken: Case) throws {
    try expectNoResume(broken)
  }

  static let snapshotCases = [
    Case("no recipe", "no recipe") { $0["notes/recipe"] = nil },
    Case("no iteration", "no array trainer/iteration") { $0["trainer/iteration"] = nil },
    Case("negative iteration", "iteration -1") {
      $0["trainer/iteration"] = NumpyArray(-1 as Int64)
    },
    Case("endless iteration", "iteration 9223372036854775807") {
      $0["trainer/iteration"] = NumpyArray(Int64.max)
    },
    Case("no time", "trainer/elapsed_time") { $0["trainer/elapsed_time"] = nil },
    Case("unknown array", "more") { $0["more"] = NumpyArray(0 as Int64) },
    Case("unknown array of the updater", "more") { $0["updater/more"] = NumpyArray(0 as Int64) },
    Case("discriminator lacks an array", "lacks 'c1_1/W'") { $0["updater/dis/c1_1/W"] = nil },
    Case("discriminator not finite", "'l4/W'", "not finite") {
      try $0.changeFloats("updater/dis/l4/W") { $0[7] = -.infinity }
    },
    Case("discriminator of another width", "'c3_0/W'", "[8, 8, 3, 3]") {
      try $0.reshape("updater/dis/c3_0/W", [4, 16, 3, 3])
    },
    Case("optimizer never stepped back", "-1 steps") {
      $0["updater/optimizer/gen/step"] = NumpyArray(-1 as Int64)
    },
    Case("optimizer without step", "step") { $0["updater/optimizer/dis/step"] = nil },
    Case("optimizer with more", "optimizer") {
      $0["updater/optimizer/gen/more"] = NumpyArray(0 as Int64)
    },
    Case("no noise", "random/noise") { $0["updater/random/noise"] = nil },
    Case("more noise", "random") { $0["updater/random/more"] = NumpyArray(0 as UInt64) },
    Case("another data set", "11 images", "10") { $0["batches/count"] = NumpyArray(11 as Int64) },
    Case("outside the data set", "image 10") { $0["batches/position"] = NumpyArray(10 as Int64) },
    Case("another seed", "seed 7") { $0["batches/seed"] = NumpyArray(7 as UInt64) },
    Case("log of unequal columns", "log", "epoch") {
      $0["extensions/log/epoch"] = NumpyArray(shape: [1], elements: .int64([0]))
    },
  ]

  @Test(arguments: snapshotCases)
  func brokenStateIsNotResumed(_ broken: Case) throws { try expectNoResume(broken) }

  private func expectNoResume(_ broken: Case) throws {
    let folder = try TrainedRun.broken("snapshot_iter_3.npz", broken.change)
    try expectProblem(
      ["train", "--resume", "broken.npz", "--iterations", "5", "--threads", "1"],
      in: folder,
      naming: "broken.npz",
      saying: broken.words
    )
  }

  @Test func brokenOptimizerSlotIsNotResumed() throws {
    let arrays = try NPZ.read(TrainedRun.folder("result/snapshot_iter_3.npz"))
    let names = arrays.names.filter { $0.hasPrefix("updater/optimizer/gen/") }
    let slot = try #require(names.first { !$0.hasSuffix("/step") })
    let short = String(slot.dropFirst("updater/optimizer/gen/".count))
    try expectNoResume(Case("missing slot", short) { $0[slot] = nil })
    try expectNoResume(
      Case("not a number", short) { try $0.changeFloats(slot) { $0[0] = .nan } }
    )
  }

  @Test(arguments: [0, 1, 30, 1000, 20_000])
  func truncatedFileIsRefused(_ length: Int) throws {
    let folder = try TrainedRun.folder
    let whole = try Data(contentsOf: URL(fileURLWithPath: folder("result/snapshot_iter_3.npz")))
    let copy = try folderWithData()
    try copy.write([UInt8](whole.prefix(length)), as: "broken.npz")
    let threads = ["--threads", "1"]
    try expectProblem(
      ["generate", "broken.npz"] + threads,
      in: copy,
      naming: "broken.npz",
      saying: []
    )
    try expectProblem(
      ["train", "--resume", "broken.npz"] + threads,
      in: copy,
      naming: "broken.npz",
      saying: []
    )
  }

  @Test func whatIsNoCheckpointIsRefused() throws {
    let folder = try TrainedRun.copy(of: "gen_iter_3.npz", "dis_iter_3.npz")
    try folder.write(png(), as: "a.png")
    try folder.write(ZipBuilder().bytes, as: "empty.npz")
    var zip = ZipBuilder()
    zip.add("../a.npy", [1, 2, 3])
    try folder.write(zip.bytes, as: "path.npz")
    #expect(mkfifo(folder("pipe"), 0o600) == 0)
    let paths = ["a.png", "empty.npz", "path.npz", "pipe", "nowhere.npz", "/dev/zero", "data.bin"]
    for path in paths {
      try expectProblem(["generate", path], in: folder, naming: path, saying: [])
      try expectProblem(["train", "--resume", path], in: folder, naming: path, saying: [])
    }
    let (generator, discriminator) = ("result/gen_iter_3.npz", "result/dis_iter_3.npz")
    try expectProblem(
      ["generate", discriminator],
      in: folder,
      naming: discriminator,
      saying: ["'l0/W'"]
    )
    try expectProblem(
      ["train", "--resume", generator],
      in: folder,
      naming: generator,
      saying: ["no array trainer/iteration", "a training snapshot"]
    )
    try expectProblem(
      ["generate", "."],
      in: folder,
      naming: ".",
      saying: ["holds no snapshot"]
    )
  }
}
