import FileTestSupport
import Foundation
import Testing

/// `--help` and `--version`.
///
/// The texts are in `Help`, for a terminal of 80 columns. After a change that is meant, write them anew:
///
///     for command in "" train generate interpolate project complete nearest evaluate classifier \
///       "classifier train" export import serve report compare recipes datasets "datasets list" \
///       "datasets fetch" "datasets inspect" devices bench doctor cache "cache show" "cache clear"; do
///       name=${command// /-}
///       COLUMNS=80 .build/release/forger $command --help > \
///         Tests/ForgerCommandTests/Help/forger${name:+-$name}.txt
///     done
@Suite struct HelpTests {
  @Test(arguments: [
    "", "train", "generate", "interpolate", "project", "complete", "nearest", "evaluate",
    "classifier",
    "classifier train", "export", "import", "serve", "report", "compare", "recipes",
    "datasets", "datasets list", "datasets fetch", "datasets inspect", "devices", "bench", "doctor",
    "cache", "cache show", "cache clear",
  ])
  func helpIsAsKept(_ command: String) throws {
    let arguments = command.split(separator: " ").map(String.init)
    let name = (["forger"] + arguments).joined(separator: "-")
    let file = try #require(
      Bundle.module.url(forResource: name, withExtension: "txt", subdirectory: "Help")
    )
    let kept = try String(contentsOf: file, encoding: .utf8)
    let folder = try TemporaryFolder()
    #expect(try expectSuccess(arguments + ["--help"], in: folder) == kept)
    #expect(try expectSuccess(arguments + ["-h"], in: folder) == kept)
    #expect(try expectSuccess(["help"] + arguments, in: folder) == kept)
    #expect(kept.split(separator: "\n").allSatisfy { $0.count <= 80 })
  }

  @Test func helpIsWhatTheCommandAloneSays() throws {
    let output = try expectSuccess([], in: TemporaryFolder())
    #expect(output == (try expectSuccess(["--help"], in: TemporaryFolder())))
  }

  @Test(arguments: [
    (
      "train",
      [
        "-i", "--dataset", "-o", "--out", "-b", "--batch-size", "-e", "--epochs", "--iterations",
        "-n", "--latent-size", "--channels", "--objective", "non-saturating", "minimax",
        "least-squares", "hinge", "wasserstein", "relativistic", "--label-smoothing",
        "--gradient-penalty", "--r1", "--r2", "--average-half-life",
        "--discriminator-steps", "--average", "--seed", "--snapshot-interval", "--display-interval",
        "--preview-interval", "--tensorboard", "--evaluate-every", "--evaluate-samples",
        "--evaluate-metrics", "-r",
        "--init-from", "--freeze-discriminator", "--resume", "--extend", "--overwrite", "--keep",
        "--threads", "--serve", "--control", "--norms",
        "dcgan-cifar10", "mlp-mnist", "upsampling-mnist", "dcgan-mnist", "r3gan",
      ]
    ),
    (
      "generate",
      [
        "--rows", "--columns", "--count", "--each", "--vectors", "--seed", "--out", "--threads",
        "(default: 10)",
      ]
    ),
    (
      "interpolate",
      ["--steps", "--pairs", "--linear", "--spherical", "--seed", "--out", "--gif", "--threads"]
    ),
    (
      "project",
      [
        "--dataset", "--count", "--loss", "l1", "l2", "features", "--steps", "--restarts",
        "--learning-rate", "--seed", "--threads", "--out", "--gif", "--arrays",
      ]
    ),
    (
      "complete",
      [
        "--dataset", "--count", "--mask", "center", "left", "random", "grid", "--window", "--prior",
        "--poisson", "--no-poisson", "--steps", "--restarts", "--out", "--gif", "--arrays",
      ]
    ),
    ("nearest", ["--dataset", "--samples", "--seed", "--rows", "--out", "--json", "--threads"]),
    (
      "evaluate",
      [
        "--dataset", "--samples", "--metrics", "--seeds", "--seed", "--split", "--features",
        "--features-real", "--features-fake", "--json", "--threads", "precision-recall",
      ]
    ),
    ("classifier train", ["--iterations", "--batch-size", "--flip", "--seed", "--threads"]),
    ("serve", ["--port", "--host", "--host-name", "--token-file", "--threads"]),
    ("recipes", ["list", "show"]),
    ("datasets", ["list", "fetch", "inspect"]),
    (
      "datasets fetch",
      [
        "cifar10", "mnist", "fashion-mnist", "--mirror", "--out", "--force", "--stall-timeout",
        "--retries",
      ]
    ),
    ("datasets inspect", ["--rows", "--columns", "--grid", "--augment", "--augment-probability"]),
    (
      "bench",
      ["--batch-size", "--iterations", "--channels", "--image-size", "--threads", "--json"]
    ),
    (
      "",
      [
        "train", "generate", "interpolate", "project", "complete", "nearest", "evaluate",
        "classifier", "serve",
        "recipes", "datasets", "bench", "--version", "EXAMPLES",
      ]
    ),
  ])
  func helpMentionsEveryOption(_ command: String, _ words: [String]) throws {
    let arguments = command.split(separator: " ").map(String.init) + ["--help"]
    let output = try expectSuccess(arguments, in: TemporaryFolder())
    for word in words { #expect(output.contains(word), "\(word)") }
    #expect(output.contains("EXAMPLES:"))
  }

  @Test func versionIsANumber() throws {
    let output = try expectSuccess(["--version"], in: TemporaryFolder())
    #expect(output.wholeMatch(of: /\d+\.\d+\.\d+\n/) != nil, "\(output)")
  }
}
