import FileTestSupport
import Foundation
import Testing

/// `forger recipes`, and `forger train` with a recipe's file.
@Suite struct RecipeFileCommandTests {
  private let names = [
    "dcgan-cifar10", "mlp-mnist", "upsampling-mnist", "dcgan-mnist", "dcgan", "r3gan",
    "pictures",
  ]
  private let quick = ["--threads", "1", "--iterations", "2", "--display-interval", "1"]

  @Test func recipesAreListedALineEach() throws {
    let output = try expectSuccess(["recipes"], in: TemporaryFolder())
    let lines = output.split(separator: "\n")
    #expect(lines.map { String($0.prefix { $0 != " " }) } == names)
    #expect(
      lines.allSatisfy { line in
        ["tutorial", "paper", "of your own"].contains { line.contains($0) }
      }
    )
    #expect(try expectSuccess(["recipes", "list"], in: TemporaryFolder()) == output)
  }

  @Test func shownRecipeTrainsAsTheNamedOne() throws {
    let folder = try folderWithData()
    let text = try expectSuccess(["recipes", "show", "mlp-mnist"], in: folder)
    try folder.write(Array(text.utf8), as: "my.yml")
    let small = ["-i", "data.bin", "-b", "4", "--channels", "8"] + quick
    try expectSuccess(["train", "mlp-mnist", "-o", "named"] + small, in: folder)
    try expectSuccess(["train", "my.yml", "-o", "filed"] + small, in: folder)
    let generators = try ["named", "filed"].map {
      try Data(contentsOf: URL(fileURLWithPath: folder("\($0)/gen_iter_2.npz")))
    }
    #expect(generators[0] == generators[1])
  }

  @Test func flagsHaveTheLastWord() throws {
    let folder = try folderWithData()
    let text = "recipe: mlp-mnist\ndataset: data.bin\nbatch-size: 3\nchannels: 8\n"
    try folder.write(Array(text.utf8), as: "my.yaml")
    let output = try expectSuccess(["train", "my.yaml", "-b", "5"] + quick, in: folder)
    #expect(output.contains("batch size     5"), "\(output)")
    #expect(output.contains("data.bin"), "\(output)")
  }

  @Test func resumingSaysWhatDiffers() throws {
    let folder = try folderWithData()
    let text = "recipe: mlp-mnist\ndataset: data.bin\nbatch-size: 3\nchannels: 8\n"
    try folder.write(Array(text.utf8), as: "my.yaml")
    try expectSuccess(["train", "my.yaml"] + quick, in: folder)
    try folder.write(Array((text + "latent-size: 9\n").utf8), as: "other.yaml")
    try expectProblem(
      ["train", "other.yaml", "--resume", "latest"] + quick,
      in: folder,
      naming: "result/snapshot_iter_2.npz",
      saying: ["latent-size 64", "latent-size 9"]
    )
    let more = ["--threads", "1", "--iterations", "3"]
    try expectSuccess(["train", "my.yaml", "--resume", "latest"] + more, in: folder)
  }

  @Test func badFilesAreRefused() throws {
    let folder = try folderWithData()
    try folder.write(Array("recipe: mlp-mnist\nchanels: 8\n".utf8), as: "a.yaml")
    try folder.write(Array("recipe: mlp-mnist\nchannels: wide\n".utf8), as: "b.yaml")
    try folder.write(Array("\u{1b}[2J: [".utf8), as: "c.yaml")
    try folder.write([0xff, 0xfe, 0, 1], as: "d.yaml")
    try folder.write([], as: "e.yaml")
    let words = [
      "a": ["line 2: 'chanels'", "'channels'"],
      "b": ["line 2: channels is 'wide'", "whole number"],
      "c": ["YAML"], "d": ["UTF-8"], "e": ["holds no recipe", "'forger recipes show'"],
      "missing": ["cannot be opened"],
    ]
    for (name, words) in words {
      let file = name + ".yaml"
      try expectProblem(["train", file], in: folder, naming: file, saying: words)
    }
  }
}
