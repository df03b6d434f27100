import Adversarial
import Archives
import Datasets
import FileTestSupport
import Foundation
import GANTestSupport
import Imaging
import Recipes
import Terminal
import Testing
import Training

/// Classes as a setting of recipes: from a dataset's labels to trained networks, their files and samples.
@Suite struct ClassesTests {
  private let known = Architectures.builtIn.adding([ConditionalArchitecture.self])
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// Gray images in memory, with labels or without.
  private func dataset(_ labels: [Int]?) -> StoredDataset {
    let shape = ImageShape(height: 16, width: 16, channels: 1)
    let pixels = [UInt8](repeating: 9, count: 6 * shape.byteCount)
    return StoredDataset(name: "gray", shape: shape, pixels: pixels, labels: labels)
  }

  /// Writes four images of one gray to a folder of each name.
  private func writeImages(_ names: [String], to place: String = "images") throws {
    for (label, name) in names.enumerated() {
      for index in 0..<4 {
        let pixels = (0..<256).map { UInt8(truncatingIfNeeded: $0 * index + 90 * label) }
        let image = Image(height: 16, width: 16, channels: 1, pixels: pixels)
        try PNG.write(image, to: try folder.write([], as: "\(place)/\(name)/\(index).png"))
      }
    }
  }

  private func train(
    to iterations: Int,
    in result: String = "result",
    from start: TrainingRun.Start = .anew(overwriting: false),
    _ change: (inout Recipe) -> Void = { _ in }
  ) throws {
    var recipe = ConditionalArchitecture.recipe
    recipe.dataset = folder("images")
    recipe.length = .iterations(iterations)
    recipe.preview = Recipe.Preview(rows: 5, columns: 2)
    change(&recipe)
    let run = TrainingRun(recipe, writingTo: folder(result), start: start)
    try run.run(on: Console(.lines) { _ in })
  }

  @Test(arguments: [ClassChoice.automatic, .all, .count(3)])
  func labelsSayHowMany(_ choice: ClassChoice) throws {
    try known.run {
      var recipe = ConditionalArchitecture.recipe
      recipe.classes = choice
      let resolved = try recipe.resolvingClasses(of: dataset([0, 2, 1, 0, 0, 2]))
      #expect(resolved.classes == .count(3) && resolved.classNames == [])
      #expect(resolved.conditioning == .classes(3))
      #expect(resolved.networkShape.conditioning == .classes(3))
    }
  }

  @Test func moreClassesThanLabelsAreAllowedAndFewerAreNot() throws {
    try known.run {
      var recipe = ConditionalArchitecture.recipe
      recipe.classes = .count(10)
      let resolved = try recipe.resolvingClasses(of: dataset([0, 2, 1, 0, 0, 2]))
      #expect(resolved.classes == .count(10))
      recipe.classes = .count(2)
      let error = problem { _ = try recipe.resolvingClasses(of: dataset([0, 2, 1, 0, 0, 2])) }
      #expect(error?.description == "gray: has 3 classes; expected at most 2, since classes is 2")
    }
  }

  @Test func unlabeledDataAreRefusedWhereClassesAreAskedFor() {
    known.run {
      var recipe = ConditionalArchitecture.recipe
      for choice in [ClassChoice.all, .count(3)] {
        recipe.classes = choice
        let error = problem { _ = try recipe.resolvingClasses(of: dataset(nil)) }
        #expect(error?.found == "has no labels")
        #expect(
          error?.expected == """
            images with classes, such as a folder for each, since classes is \(choice.settingText)
            """
        )
      }
      // What is left to the data is none then, which these networks cannot do without.
      recipe.classes = .automatic
      let error = #expect(throws: RecipeProblem.self) {
        _ = try recipe.resolvingClasses(of: dataset(nil))
      }
      #expect(error?.description == "classes is none; expected classes")
    }
  }

  @Test func networksWithoutClassesTakeNone() throws {
    var recipe = Recipe.mlpMNIST
    recipe.classes = .automatic
    try recipe.validate()
    #expect(try recipe.resolvingClasses(of: dataset([0, 1, 1, 0, 0, 1])).classes == .none)
    for (choice, text) in [(ClassChoice.all, "all"), (.count(10), "10")] {
      recipe.classes = choice
      let error = #expect(throws: RecipeProblem.self) { try recipe.validate() }
      #expect(
        error?.description
          == "classes is \(text); expected none, since the networks of mlp-mnist take no classes"
      )
    }
  }

  @Test func storedRecipesHaveThem() throws {
    try known.run {
      var recipe = ConditionalArchitecture.recipe
      recipe.classes = .count(3)
      recipe.classNames = ["a b", "7", "~"]
      var arrays = NamedArrays()
      arrays["recipe"] = recipe.array
      let read = try Recipe(in: arrays, path: "a file")
      #expect(read == recipe)
      #expect(recipe.yaml.contains("class-names: \"a b/7/~\""))
      recipe.classNames = ["one"]
      let error = #expect(throws: RecipeProblem.self) { try recipe.validate() }
      #expect(
        error?.description
          == "class-names is 1 names; expected one for each class, classes being 3"
      )
      // Those of before have none.
      #expect(!Recipe.mlpMNIST.yaml.contains("class-names"))
    }
  }

  @Test func aRunTakesClassesFromFoldersAndResumesExactly() throws {
    try known.run {
      try writeImages(["cats", "dogs", "owls"])
      try train(to: 4, in: "whole")
      try train(to: 2)
      let snapshot = try SnapshotFile.latest(in: folder("result"))
      let saved = try Recipe(resuming: snapshot)
      #expect(saved.classes == .count(3) && saved.classNames == ["cats", "dogs", "owls"])
      // As asked for at first, and as stored.
      let asked = ConditionalArchitecture.recipe.resolvingClasses(asIn: saved)
      #expect(asked.classes == .count(3) && asked.classNames == saved.classNames)
      try train(to: 4, from: .from(snapshot)) {
        ($0.classes, $0.classNames) = (asked.classes, asked.classNames)
      }
      for name in ["gen_iter_4.npz", "dis_iter_4.npz"] {
        let (one, other) = (folder("whole/" + name), folder("result/" + name))
        #expect(try NPZ.read(one) == NPZ.read(other))
      }
      // A row for each class in turn: the fourth is of the first class again.
      let checkpoint = try GeneratorCheckpoint(readingFrom: folder("result"))
      let preview = try ImageFile.read(folder("result/preview/image00000004.png"))
      let cats = checkpoint.sampler.asking(for: 0).samples(4, seed: 0)
      let dogs = checkpoint.sampler.asking(for: 1).samples(4, seed: 0)
      let owls = checkpoint.sampler.asking(for: 2).samples(2, seed: 0)
      let rows = [cats[..<2], dogs[..<2], owls[...], cats[2...], dogs[2...]]
      #expect(preview == ImageGrid(rows: 5, columns: 2).image(of: rows.flatMap { Array($0) }))
    }
  }

  @Test func otherClassesThanTrainedAreRefused() throws {
    try known.run {
      try writeImages(["cats", "dogs"])
      var recipe = ConditionalArchitecture.recipe
      (recipe.classes, recipe.classNames) = (.count(2), ["cats", "fish"])
      let images = try Datasets.open(folder("images"))
      let error = problem { _ = try recipe.resolvingClasses(of: images) }
      #expect(error?.found == "has a class 'dogs' of number 1")
      #expect(error?.expected == "the class 'fish' there, as the recipe says")
    }
  }

  @Test func samplesAreOfTheClassesAskedFor() throws {
    try known.run {
      try writeImages(["cats", "dogs", "owls"])
      try train(to: 1)
      let result = folder("result")
      let sampler = try GeneratorCheckpoint(readingFrom: result).sampler
      try Generation(from: result, of: .one("dogs"), seed: 4)
        .writeGrid(rows: 2, columns: 3, to: folder("dogs.png"))
      try Generation(from: result, of: .one("1"), seed: 4)
        .writeGrid(rows: 2, columns: 3, to: folder("1.png"))
      let dogs = try ImageFile.read(folder("dogs.png"))
      #expect(dogs == sampler.asking(for: 1).grid(rows: 2, columns: 3, seed: 4))
      #expect(try ImageFile.read(folder("1.png")) == dogs)
      #expect(dogs != sampler.asking(for: 2).grid(rows: 2, columns: 3, seed: 4))

      let each = Generation(from: result, of: .each, seed: 4)
      #expect(try each.writeGrid(rows: 1, columns: 5, to: folder("each.png")) == 3)
      #expect(
        try ImageFile.read(folder("each.png"))
          == sampler.classGrid(rows: 3, columns: 5, seed: 4)
      )
      #expect(try each.writeEach(2, to: folder("pets")) == 6)
      let written = try Datasets.open(folder("pets"))
      #expect(written.classNames == ["cats", "dogs", "owls"])
      #expect(written.labels == [0, 0, 1, 1, 2, 2])
      #expect(try each.writeArrays(2, to: folder("arrays.npz")) == 6)
      let arrays = try NPZ.read(folder("arrays.npz"))
      #expect(arrays["label"]?.elements == .int64([0, 0, 1, 1, 2, 2]))
      #expect(arrays["z"]?.shape == [6, 6])
    }
  }

  @Test func classesThatThereAreNotAreNamed() throws {
    try known.run {
      try writeImages(["cats", "dogs"])
      try train(to: 1)
      func error(_ classes: Generation.Classes, in path: String, _ count: Int = 1) -> FileProblem? {
        problem {
          try Generation(from: path, of: classes)
            .writeGrid(rows: 1, columns: count, to: folder("sheet.png"))
        }
      }
      for name in ["fish", "2", "-1", "Cats"] {
        let found = error(.one(name), in: folder("result"))
        #expect(found?.found == "makes no class '\(name)'")
        #expect(found?.expected == "one of cats, dogs, or a number from 0 to 1")
      }
      let many = error(.each, in: folder("result"), 40_000)
      #expect(many?.found == "makes 2 classes, 80000 samples in all")
      let plain = try GAN(.narrow(.mlpMNIST)).saved()
      for classes in [Generation.Classes.each, .one("cats")] {
        #expect(error(classes, in: plain.path)?.found == "makes samples of no classes")
      }
    }
  }

  /// Of more classes than one wants to read, the nearest names are listed.
  @Test func nearestOfManyClassesAreNamed() throws {
    try known.run {
      var recipe = ConditionalArchitecture.recipe
      recipe.classes = .count(30)
      recipe.classNames = (0..<27).map { "number \($0)" } + ["shirt", "skirt", "short"]
      let path = try GAN(recipe).saved().path
      let error = problem {
        try Generation(from: path, of: .one("shrt")).writeEach(1, to: folder("none"))
      }
      #expect(error?.found == "makes no class 'shrt'")
      #expect(error?.expected.hasPrefix("such as shirt, short, skirt, ") == true)
      #expect(error?.expected.hasSuffix(", or a number from 0 to 29") == true)
    }
  }

  /// Names come from files: none leads out of the folder, and none hides another.
  @Test func namesOfFoldersAreHarmless() throws {
    try known.run {
      var recipe = ConditionalArchitecture.recipe
      recipe.classes = .count(4)
      recipe.classNames = ["..", "a", "a", "b"]
      let path = try GAN(recipe).saved().path
      try Generation(from: path, of: .each).writeEach(1, to: folder("out/in"))
      let files = FileManager.default
      #expect(
        try files.contentsOfDirectory(atPath: folder("out/in")).sorted() == ["0", "1", "2", "b"]
      )
      #expect(try files.contentsOfDirectory(atPath: folder("out")) == ["in"])
    }
  }

  @Test func benchmarksHaveClasses() throws {
    try known.run {
      let result = try Benchmark(ConditionalArchitecture.recipe, iterations: 1).run()
      #expect(result.recipe == "conditional")
    }
  }
}
