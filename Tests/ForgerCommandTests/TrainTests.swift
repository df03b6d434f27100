import Archives
import FileTestSupport
import Foundation
import Imaging
import Testing

/// `forger train` where all is well.
@Suite struct TrainTests {
  @Test func runWritesItsFiles() throws {
    let folder = try TrainedRun.folder
    let names = try FileManager.default.subpathsOfDirectory(atPath: folder("result")).sorted()
    let files = ["dis", "gen", "snapshot"].flatMap { stem in
      (1...3).map { "\(stem)_iter_\($0).npz" }
    }
    #expect(
      names
        == (["log", "losses.svg", "preview", "preview.gif", "preview/image00000003.png"] + files)
        .sorted()
    )
  }

  @Test func logTellsLossesAndProbabilities() throws {
    let entries = try logEntries(in: TrainedRun.folder)
    #expect(entries.map(\.iteration) == [1, 2, 3])
    // Ten images in batches of four: the third one ends the first epoch.
    #expect(entries.map(\.epoch) == [0, 0, 1])
    for entry in entries {
      #expect(entry.elapsedTime > 0)
      for name in ["D(x)", "D(G(z))"] {
        #expect((0...1).contains(try #require(entry.means[name])))
      }
      for name in ["gen/loss", "dis/loss"] {
        // Untrained logits are near 0, where the losses are log 2 and 2 · log 2.
        #expect((0.1...5).contains(try #require(entry.means[name])))
      }
    }
  }

  @Test func outputTellsWhatIsTrainedAndHowItGoes() throws {
    let output = try TrainedRun.output
    let summary = [
      "Training dcgan-cifar10", "device ", "dataset        data.bin: 10 images of 32×32×3",
      "batch size     4", "latent size    100", "length         3 iterations (1.20 epochs)",
      // 100·128 + 128, 2·128; 8·4·16 + 4, 2·4; 4·2·16 + 2, 2·2; 2·1·16 + 1, 2; 1·3·9 + 3.
      "generator      13,907 parameters", "discriminator ", "output         result",
    ]
    for line in summary { #expect(output.contains(line), "\(output)") }
    let lines = output.split(separator: "\n")
    let header = try #require(lines.firstIndex { $0.hasPrefix("epoch") })
    let headings = lines[header].split(separator: " ").map(String.init)
    #expect(headings == ["epoch", "iteration", "gen/loss", "dis/loss"])
    let rows = lines[(header + 1)...].prefix(3).map { $0.split(separator: " ").map(String.init) }
    let entries = try logEntries(in: TrainedRun.folder)
    for (row, entry) in zip(rows, entries) {
      try #require(row.count == 4, "\(output)")
      #expect(row.prefix(2) == ["\(entry.epoch)", "\(entry.iteration)"])
      for (cell, name) in zip(row.suffix(2), ["gen/loss", "dis/loss"]) {
        // Six significant digits.
        let difference = try #require(Double(cell)) - #require(entry.means[name])
        #expect(abs(difference) < 1e-5, "\(output)")
      }
    }
    #expect(output.contains("Done: 3 iterations in "))
    #expect(output.contains("forger generate result/gen_iter_3.npz"))
  }

  @Test func filesHoldNetworksUnderChainersNamesAndSnapshotsByPath() throws {
    let folder = try TrainedRun.folder
    let generator = try NPZ.read(folder("result/gen_iter_3.npz"))
    #expect(generator["l0/W"]?.shape == [128, 100])
    #expect(generator["bn0/N"] == NumpyArray(0 as Int64))
    let discriminator = try NPZ.read(folder("result/dis_iter_3.npz"))
    #expect(discriminator["c3_0/W"]?.shape == [8, 8, 3, 3])
    let snapshot = try NPZ.read(folder("result/snapshot_iter_3.npz"))
    #expect(snapshot["snapshot/format"] == NumpyArray(Int64(NamedArrays.stateFormat)))
    #expect(snapshot["updater/generator/project.weight"]?.shape == [100, 128])
    #expect(snapshot["updater/discriminator/convolutions.6.weight"]?.shape == [3, 3, 8, 8])
    // Vectors lie the same everywhere but in front of an image.
    for index in 1...3 {
      let (saved, exported) = ("updater/generator/norms.\(index).", "bn\(index)/")
      #expect(snapshot[saved + "gamma"] == generator[exported + "gamma"])
      #expect(snapshot[saved + "runningVariance"] == generator[exported + "avg_var"])
    }
    #expect(snapshot["updater/discriminator/toLogit.bias"] == discriminator["l4/b"])
  }

  @Test func previewIsAGridOfImages() throws {
    let grid = try ImageFile.read(TrainedRun.folder("result/preview/image00000003.png"))
    #expect(shape(of: grid) == "320×320×3")
  }

  @Test func previewsComeAsOftenAsAsked() throws {
    let folder = try folderWithData()
    try expectSuccess(smallTraining("--preview-interval", "2", iterations: 5), in: folder)
    let names = try FileManager.default.contentsOfDirectory(atPath: folder("result/preview"))
    #expect(names.sorted() == (["2", "4", "5"].map { "image0000000\($0).png" }))
  }

  @Test func onlyTheNewestSnapshotsAreKept() throws {
    let folder = try folderWithData()
    let options = ["--snapshot-interval", "1", "--keep", "2"]
    try expectSuccess(smallTraining(iterations: 5) + options, in: folder)
    let names = try FileManager.default.contentsOfDirectory(atPath: folder("result"))
    let expected = ["dis", "gen", "snapshot"].flatMap { ["\($0)_iter_4.npz", "\($0)_iter_5.npz"] }
    #expect(names.filter { $0.hasSuffix(".npz") }.sorted() == expected)
  }

  @Test func sameSeedGivesTheSameRun() throws {
    let other = try folderWithData()
    try expectSuccess(
      smallTraining("--snapshot-interval", "1", "--display-interval", "1"),
      in: other
    )
    try expectSameRun(TrainedRun.folder, other, iteration: 3)
    let seeded = try folderWithData()
    try expectSuccess(smallTraining("--seed", "1"), in: seeded)
    let generators = try [other, seeded].map { try NPZ.read($0("result/gen_iter_3.npz")) }
    #expect(generators[0]["l0/W"] != generators[1]["l0/W"])
  }

  @Test func everyKindOfDatasetCanBeTrainedOn() throws {
    let folder = try TemporaryFolder()
    try folder.write(idxImages(6, size: 28), as: "digits/train-images-idx3-ubyte")
    try folder.write(idxLabels(6), as: "digits/train-labels-idx1-ubyte")
    try folder.write(gzip(idxImages(6, size: 28)), as: "digits.gz")
    var tar = TarBuilder()
    tar.add("cifar-10-batches-bin/data_batch_1.bin", cifarRecords(4))
    tar.add("cifar-10-batches-bin/data_batch_2.bin", cifarRecords(2))
    try folder.write(gzip(tar.bytes), as: "cifar-10-binary.tar.gz")
    for shade in 0..<6 {
      try folder.write(png(height: 20 + shade, width: 30, shade: shade), as: "cats/\(shade).png")
    }
    try folder.write(png(), as: "cat.png")
    for name in ["digits", "digits.gz", "cifar-10-binary.tar.gz", "cats", "cat.png"] {
      let batch = name == "cat.png" ? "1" : "4"
      let output = try expectSuccess(
        [
          "train", "-i", name, "-o", "out-" + name, "-b", batch, "--channels", "8", "--threads",
          "1",
          "--iterations", "1",
        ],
        in: folder
      )
      #expect(output.contains("\(name): \(name == "cat.png" ? 1 : 6) images"), "\(output)")
    }
  }

  @Test func epochsSetTheLength() throws {
    let folder = try folderWithData()
    let output = try expectSuccess(
      [
        "train", "-i", "data.bin", "-b", "4", "-e", "2", "-n", "5", "-o", "deep/er", "--channels",
        "8",
        "--threads", "1",
      ],
      in: folder
    )
    #expect(output.contains("length         2 epochs (5 iterations)"), "\(output)")
    #expect(FileManager.default.fileExists(atPath: folder("deep/er/snapshot_iter_5.npz")))
  }
}
