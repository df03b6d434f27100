import FileTestSupport
import Foundation
import Imaging
import Testing

/// `forger datasets list` and `forger datasets inspect`.
@Suite struct InspectTests {
  @Test func listHasALineForEach() throws {
    let folder = try TemporaryFolder()
    try folder.write(cifarRecords(4), as: ".cache/forger/cifar10/data_batch_1.bin")
    let output = try expectSuccess(["datasets"], in: folder)
    let lines = output.split(separator: "\n").map(String.init)
    #expect(lines.count == 3)
    let place = folder(".cache/forger/cifar10")
    #expect(
      lines.first == "cifar10        50000 + 10000 images of 32×32×3, 10 classes  " + place
    )
    #expect(lines.dropFirst().first?.hasSuffix("forger datasets fetch mnist") == true)
    #expect(try expectSuccess(["datasets", "list"], in: folder) == output)
  }

  @Test func inspectionTellsAndShows() throws {
    let folder = try TemporaryFolder()
    try folder.write(cifarRecords(20), as: "data.bin")
    let output = try expectSuccess(
      ["datasets", "inspect", "data.bin", "--rows", "2", "--columns", "3"],
      in: folder
    )
    for words in [
      "data.bin\n", "images      20\n", "32×32×3", "classes     10\n",
      "for dcgan-cifar10, r3gan: used as they are",
      "for mlp-mnist, upsampling-mnist, dcgan-mnist: 32×32×3 resized to 28×28 and color turned",
      "data.bin-grid.png: a grid of 6 images\n",
    ] {
      #expect(output.contains(words), "\(output)")
    }
    #expect(shape(of: try ImageFile.read(folder("data.bin-grid.png"))) == "67×100×3")
    try expectSuccess(["datasets", "inspect", "data.bin", "--grid", "a.png"], in: folder)
    #expect(shape(of: try ImageFile.read(folder("a.png"))) == "67×331×3")
  }

  /// The same images, changed: by a fixed seed, so that they can be looked at again.
  @Test(arguments: ["color", "translation,cutout", "auto", "fixed"])
  func showsWhatTheDiscriminatorSees(_ augmentation: String) throws {
    let folder = try TemporaryFolder()
    try folder.write(cifarRecords(20), as: "data.bin")
    func grid(_ options: [String], _ name: String) throws -> Image {
      let arguments = ["datasets", "inspect", "data.bin", "--grid", name] + options
      try expectSuccess(arguments, in: folder)
      return try ImageFile.read(folder(name))
    }
    let plain = try grid([], "plain.png")
    let changed = try grid(["--augment", augmentation], "changed.png")
    #expect(shape(of: changed) == shape(of: plain))
    #expect(changed.pixels != plain.pixels)
    #expect(try grid(["--augment", augmentation], "again.png").pixels == changed.pixels)
    #expect(try grid(["--augment", "none"], "none.png").pixels == plain.pixels)
    for choice in ["auto", "fixed"] {
      let never = ["--augment", choice, "--augment-probability", "0"]
      #expect(try grid(never, "never.png").pixels == plain.pixels)
    }
  }

  @Test(arguments: BadDataTests.cases)
  func badDataAreRefused(_ bad: BadDataTests.Case) throws {
    let folder = try TemporaryFolder()
    try folder.write(bad.bytes, as: bad.file)
    try expectProblem(
      ["datasets", "inspect", bad.dataset],
      in: folder,
      naming: bad.blamed,
      saying: bad.words
    )
  }

  @Test func gridThatCannotBeWrittenIsAProblem() throws {
    let folder = try TemporaryFolder()
    try folder.write(cifarRecords(2), as: "data.bin")
    try expectProblem(
      ["datasets", "inspect", "data.bin", "--grid", "none/a.png"],
      in: folder,
      naming: "none/a.png",
      saying: ["cannot be written"]
    )
  }
}
