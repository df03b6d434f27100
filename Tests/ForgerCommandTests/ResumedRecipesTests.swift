import FileTestSupport
import Foundation
import Testing

/// Runs of every recipe, with all that has a state switched on, that resume from random iterations and come
/// to what the run that was never stopped came to.
@Suite struct ResumedRecipesTests {
  private static let recipes = ["dcgan-cifar10", "mlp-mnist", "upsampling-mnist", "dcgan-mnist"]
  private static let seeds: [UInt64] = [1, 22, 333]
  private static let iterations = 13

  /// Six of twenty images an iteration: epochs end within the 4th and 7th batch, and with the 10th.
  @Test(arguments: recipes, [1, 2])
  func comeToTheSame(_ recipe: String, threads: Int) throws {
    let folder = try TemporaryFolder()
    try folder.write(cifarRecords(20), as: "data.bin")
    try folder.write(Array(Self.settings(of: recipe).utf8), as: "my.yaml")
    let threads = ["--threads", "\(threads)"]
    let length = ["--iterations", "\(Self.iterations)"]
    try expectSuccess(["train", "my.yaml", "--out", "straight"] + length + threads, in: folder)
    let files = try FileManager.default.subpathsOfDirectory(atPath: folder("straight"))
      .filter { $0 != "preview" }

    for stop in Self.stops {
      let out = "stopped-\(stop)"
      for name in files where Self.isThere(name, atStop: stop) {
        let bytes = try Data(contentsOf: URL(fileURLWithPath: folder("straight/" + name)))
        try folder.write([UInt8](bytes), as: out + "/" + name)
      }
      try expectSuccess(["train", "--out", out, "--resume", "latest"] + threads, in: folder)
      let expected = files.filter { (Self.iteration(of: $0) ?? stop) >= stop || $0.contains("/") }
      let found = try FileManager.default.subpathsOfDirectory(atPath: folder(out))
        .filter { $0 != "preview" }
      #expect(found.sorted() == expected.sorted(), "stopped at \(stop)")
      try expectSameFiles(expected, in: folder("straight"), and: folder(out))
    }
  }

  /// Before an epoch's end within a batch, and at random; never at the end of the run.
  private static var stops: Set<Int> {
    Set(
      [3]
        + seeds.map { seed in
          var random = SplitMix64(state: seed)
          return 1 + Int(random.next() % UInt64(iterations - 1))
        }
    )
  }

  /// Whether a run that is killed just after a snapshot has a file of the whole run: that snapshot, its
  /// companions, the previews so far, and the log, which may be ahead.
  private static func isThere(_ name: String, atStop stop: Int) -> Bool {
    guard let iteration = iteration(of: name) else { return name == "log" }
    return name.hasPrefix("preview/") ? iteration <= stop : iteration == stop
  }

  /// The iteration in a file's name.
  private static func iteration(of name: String) -> Int? {
    name.firstMatch(of: /(\d+)\.(npz|png)$/).flatMap { Int($0.1) }
  }

  private static func settings(of recipe: String) -> String {
    """
    recipe: \(recipe)
    dataset: data.bin
    channels: 8
    latent-size: 6
    batch-size: 3
    label-smoothing: 0.1
    gradient-penalty: 10
    r1: 1
    discriminator-steps: 2
    average: 0.9
    generator-optimizer: {schedule: warm-up over 5 then cosine to 0.1 over 20}
    discriminator-optimizer: {schedule: exponential 0.5 every 7}
    display-interval: 3
    preview-interval: 4
    snapshot-interval: 1
    preview: {rows: 2, columns: 3}
    """
  }
}
