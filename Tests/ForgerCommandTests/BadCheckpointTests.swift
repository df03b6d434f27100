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

  /// Names and shapes of some of a generator's arrays.
  struct GeneratorNames: Sendable {
    let prefix: String
    let recipe: String
    let projection: String
    let projectionShape: @Sendable (_ latent: Int, _ units: Int) -> [Int]
    let projectionBias: String
    let upsampling: String
    let upsamplingShape: [Int]
    let norms: String
    let variance: String
    let toImage: String

    /// As in an exported file, under Chainer's names.
    static let exported = GeneratorNames(
      prefix: "",
      recipe: "recipe",
      projection: "l0/W",
      projectionShape: { [$1, $0] },
      projectionBias: "l0/b",
      upsampling: "dc1/W",
      upsamplingShape: [8, 4, 4, 4],
      norms: "bn",
      variance: "bn1/avg_var",
      toImage: "dc4"
    )
    /// As in a snapshot, by paths.
    static let saved = GeneratorNames(
      prefix: "updater/generator/",
      recipe: "notes/recipe",
      projection: "project.weight",
      projectionShape: { [$0, $1] },
      projectionBias: "project.bias",
      upsampling: "upsample.0.weight",
      upsamplingShape: [4, 4, 4, 8],
      norms: "norms.",
      variance: "norms.1.runningVariance",
      toImage: "toImage"
    )

    /// The name of the bias of the layer that makes the image.
    var imageBias: String { toImage == "dc4" ? "dc4/b" : "toImage.bias" }
  }

  /// Changes to a generator, in a file of its own or in a snapshot.
  static func generatorCases(_ names: GeneratorNames) -> [Case] {
    let (prefix, recipe) = (names.prefix, names.recipe)
    let projection = "'\(prefix)\(names.projection)'"
    func shape(_ latent: Int, _ units: Int) -> String { "\(names.projectionShape(latent, units))" }
    return [
      Case("missing array", "lacks '\(prefix)\(names.imageBias)'") {
        $0[prefix + names.imageBias] = nil
      },
      Case("missing arrays", "lacks '\(prefix)\(names.norms)", "other arrays") {
        for name in $0.section(prefix).names where name.hasPrefix(names.norms) {
          $0[prefix + name] = nil
        }
      },
      Case("extra array", "holds '\(prefix)more'") {
        $0[prefix + "more"] = NumpyArray(0 as Int64)
      },
      Case(
        "wrong shape",
        "'\(prefix)\(names.upsampling)' is float32",
        "\(names.upsamplingShape)"
      ) {
        try $0.reshape(prefix + names.upsampling, [2, 8, 4, 8])
      },
      Case("flat", "'\(prefix)\(names.projectionBias)' is float32", "[128]") {
        try $0.reshape(prefix + names.projectionBias, [1, 128])
      },
      Case("NaN", "'\(prefix)\(names.projectionBias)'", "not finite") {
        try $0.changeFloats(prefix + names.projectionBias) { $0[0] = .nan }
      },
      Case("infinity", "'\(prefix)\(names.variance)'", "not finite") {
        try $0.changeFloats(prefix + names.variance) { $0[1] = .infinity }
      },
      Case("wrong type", "'\(prefix)\(names.imageBias)' is float64", "float32 of shape [3]") {
        $0[prefix + names.imageBias] = NumpyArray(shape: [3], elements: .float64([0, 0, 0]))
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
      Case("recipe of another width", "\(projection) is float32", shape(100, 256)) {
        try $0.replaceInRecipe(recipe, "\nchannels: 8\n", by: "\nchannels: 16\n")
      },
      Case("recipe of endless width", "\(projection) is float32", shape(100, 131072)) {
        try $0.replaceInRecipe(recipe, "\nchannels: 8\n", by: "\nchannels: 8192\n")
      },
      Case("recipe of other latent vectors", projection, shape(100, 128), shape(65536, 128)) {
        try $0.replaceInRecipe(recipe, "latent-size: 100", by: "latent-size: 65536")
      },
      Case("recipe of gray images", "'\(prefix)\(names.toImage)", "1, ") {
        try $0.replaceInRecipe(recipe, "  channels: 3", by: "  channels: 1")
      },
      Case("schedule of no steps", "generator-optimizer.schedule is 'linear to 0.5 over 0'") {
        try $0.replaceInRecipe(
          recipe,
          "  schedule: constant",
          by: "  schedule: linear to 0.5 over 0"
        )
      },
    ]
  }

  @Test(arguments: generatorCases(.exported))
  func brokenGeneratorIsRefused(_ broken: Case) throws {
    let folder = try TrainedRun.broken("gen_iter_3.npz", broken.change)
    try expectProblem(
      ["generate", "broken.npz", "--threads", "1"],
      in: folder,
      naming: "broken.npz",
      saying: broken.words
    )
  }

  @Test(arguments: generatorCases(.saved))
  func brokenSnapshotIsNotResumed(_ broken: Case) throws { try expectNoResume(broken) }

  static let snapshotCases = [
    Case("no recipe", "no recipe") { $0["notes/recipe"] = nil },
    Case("no iteration", "lacks 'trainer/iteration'") { $0["trainer/iteration"] = nil },
    Case("negative iteration", "'trainer/iteration' holds -1") {
      $0["trainer/iteration"] = NumpyArray(-1 as Int64)
    },
    Case("endless iteration", "'trainer/iteration' holds 9223372036854775807") {
      $0["trainer/iteration"] = NumpyArray(Int64.max)
    },
    Case("no time", "trainer/elapsed_time") { $0["trainer/elapsed_time"] = nil },
    Case("endless time", "'trainer/elapsed_time' holds 1e+300") {
      $0["trainer/elapsed_time"] = NumpyArray(1e300)
    },
    Case("log of an endless time", "'extensions/log/elapsed_time' holds 1e+300") {
      $0["extensions/log/elapsed_time"] = NumpyArray(shape: [3], elements: .float64([0, 0, 1e300]))
    },
    Case("log of an endless epoch", "'extensions/log/epoch' holds 9223372036854775807") {
      $0["extensions/log/epoch"] = NumpyArray(shape: [3], elements: .int64([0, 0, .max]))
    },
    Case("later format", "format 2", "later version") {
      $0["snapshot/format"] = NumpyArray(2 as Int64)
    },
    Case("unknown array", "more") { $0["more"] = NumpyArray(0 as Int64) },
    Case("unknown array of the updater", "more") { $0["updater/more"] = NumpyArray(0 as Int64) },
    Case("discriminator lacks an array", "lacks 'updater/discriminator/convolutions.3.weight'") {
      $0["updater/discriminator/convolutions.3.weight"] = nil
    },
    Case("discriminator not finite", "toLogit.weight'", "not finite") {
      try $0.changeFloats("updater/discriminator/toLogit.weight") { $0[7] = -.infinity }
    },
    Case("discriminator of another width", "convolutions.6.weight'", "[3, 3, 8, 8]") {
      try $0.reshape("updater/discriminator/convolutions.6.weight", [3, 3, 4, 16])
    },
    Case("optimizer never stepped back", "step' holds -1") {
      $0["updater/generator_optimizer/step"] = NumpyArray(-1 as Int64)
    },
    Case("optimizer of endless steps", "step' holds 9223372036854775807") {
      $0["updater/discriminator_optimizer/step"] = NumpyArray(Int64.max)
    },
    Case("optimizer without step", "step") { $0["updater/discriminator_optimizer/step"] = nil },
    Case("optimizer with more", "optimizer") {
      $0["updater/generator_optimizer/more"] = NumpyArray(0 as Int64)
    },
    Case("no noise", "random/noise") { $0["updater/random/noise"] = nil },
    Case("more noise", "random") { $0["updater/random/more"] = NumpyArray(0 as UInt64) },
    Case("another dataset", "11 images", "10") { $0["batches/count"] = NumpyArray(11 as Int64) },
    Case("outside the dataset", "'batches/position' holds 10") {
      $0["batches/position"] = NumpyArray(10 as Int64)
    },
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
    let names = arrays.names.filter { $0.hasPrefix("updater/generator_optimizer/") }
    let slot = try #require(names.first { !$0.hasSuffix("/step") })
    let short = String(slot.dropFirst("updater/generator_optimizer/".count))
    try expectNoResume(Case("missing slot", short) { $0[slot] = nil })
    try expectNoResume(
      Case("NaN", short) { try $0.changeFloats(slot) { $0[0] = .nan } }
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
      saying: ["lacks 'trainer/iteration'", "a training snapshot"]
    )
    try expectProblem(
      ["generate", "."],
      in: folder,
      naming: ".",
      saying: ["holds no snapshot"]
    )
  }
}
