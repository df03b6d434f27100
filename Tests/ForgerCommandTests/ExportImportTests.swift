import Archives
import FileTestSupport
import Foundation
import Imaging
import Testing

/// `forger export` and `forger import`.
@Suite struct ExportImportTests {
  private func bytes(_ name: String, in folder: TemporaryFolder) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: URL(fileURLWithPath: folder(name))))
  }

  @Test func aGeneratorIsWrittenInEachFormat() throws {
    let folder = try TrainedRun.lively()
    let formats = ["onnx", "safetensors", "npz"]
    for format in formats {
      let output = try expectSuccess(["export", "result", "--format", format], in: folder)
      #expect(output == "generator.\(format): the generator of dcgan-cifar10\n")
    }
    let names = try folder.names()
    #expect(formats.allSatisfy { names.contains("generator.\($0)") }, "\(names)")
    #expect(try bytes("generator.onnx", in: folder).starts(with: [8, 8]))
    let weights = try Safetensors.read(folder("generator.safetensors"))
    #expect(weights.arrays.names.contains("upsample.0.weight"))
    #expect(weights.metadata["forger.recipe"]?.contains("recipe: dcgan-cifar10") == true)
    #expect(try NPZ.read(folder("generator.npz")).names.contains("dc1/W"))
  }

  @Test func exportedWeightsComeBack() throws {
    let folder = try TrainedRun.copy(of: "snapshot_iter_3.npz")
    for network in ["generator", "discriminator"] {
      try expectSuccess(
        ["export", "result", "--network", network, "--format", "safetensors"],
        in: folder
      )
    }
    let output = try expectSuccess(
      ["import", "discriminator.safetensors", "generator.safetensors", "-o", "back"],
      in: folder
    )
    #expect(output.contains("back/gen_iter_0.npz: the generator of dcgan-cifar10, "))
    #expect(output.contains("back/dis_iter_0.npz: the discriminator of dcgan-cifar10, "))
    #expect(!output.contains("Not used"))
    for checkpoint in ["result", "back/gen_iter_0.npz"] {
      let name = String(checkpoint.prefix(4)) + ".png"
      try expectSuccess(["generate", checkpoint, "--threads", "1", "-o", name], in: folder)
    }
    #expect(try bytes("resu.png", in: folder) == bytes("back.png", in: folder))
    // Training starts with them.
    let training = try expectSuccess(
      [
        "train", "--init-from", "back/gen_iter_0.npz", "--dataset", "data.bin", "--iterations", "1",
        "--batch-size", "2", "--threads", "1", "-o", "more",
      ],
      in: folder
    )
    #expect(training.contains("back/gen_iter_0.npz"), "\(training)")
  }

  @Test func whatIsWrongIsSaid() throws {
    let folder = try TrainedRun.lively()
    try expectUsageProblem(
      ["export", "result", "--format", "pickle"],
      in: folder,
      saying: ["pickle", "onnx", "safetensors"]
    )
    try expectUsageProblem(
      ["export", "result", "--format", "npz", "--bytes"],
      in: folder,
      saying: ["--format npz", "--bytes"]
    )
    try expectUsageProblem(
      ["export", "result", "--network", "discriminator", "--truncation-input"],
      in: folder,
      saying: ["--truncation-input"]
    )
    try expectUsageProblem(
      ["import", "a", "--recipe", "nothing"],
      in: folder,
      saying: ["nothing", "dcgan-cifar10"]
    )
    try expectUsageProblem(["import", "a", "a"], in: folder, saying: ["twice"])
    try expectProblem(
      ["export", "result", "--truncation-input"],
      in: folder,
      naming: "result/snapshot_iter_3.npz",
      saying: ["uniform"]
    )
    try expectProblem(
      ["export", "result/gen_iter_3.npz", "--network", "discriminator"],
      in: folder,
      naming: "result/gen_iter_3.npz",
      saying: ["holds no discriminator"]
    )
    try expectProblem(
      ["import", "data.bin"],
      in: folder,
      naming: "data.bin",
      saying: ["does not start like a file of weights"]
    )
    try expectProblem(
      ["import", "result/gen_iter_3.npz", "--recipe", "mlp-mnist"],
      in: folder,
      naming: "result/gen_iter_3.npz",
      saying: ["of a generator"]
    )
    try expectProblem(
      ["import", "result/gen_iter_3.npz", "-o", "result"],
      in: folder,
      naming: "result",
      saying: ["holds a run"]
    )
  }
}
