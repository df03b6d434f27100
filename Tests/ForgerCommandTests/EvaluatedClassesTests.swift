import FileTestSupport
import Foundation
import Testing

/// `forger evaluate` of a generator that makes images of classes.
@Suite struct EvaluatedClassesTests {
  /// A run on sixty bright and sixty dark images, made once for all tests.
  private static let run = Result {
    let folder = try TemporaryFolder()
    for index in 0..<120 {
      let name = "\(index % 2 == 0 ? "dark" : "bright")/\(index).png"
      try folder.write(shadedPNG(index % 2 == 0 ? 30 : 220, index), as: "images/" + name)
    }
    try expectSuccess(
      [
        "train", "dcgan", "-i", "images", "--classes", "all", "--image-size", "16", "--channels",
        "8",
        "-b", "4", "--iterations", "1", "--threads", "1", "-o", "told",
      ],
      in: folder
    )
    return folder
  }

  private func folder() throws -> TemporaryFolder { try Self.run.get() }

  private func report(_ arguments: [String], in folder: TemporaryFolder) throws -> [String: Any] {
    let output = try expectSuccess(
      ["evaluate"] + arguments + ["--json", "--threads", "1"],
      in: folder
    )
    return try #require(try JSONSerialization.jsonObject(with: Data(output.utf8)) as? [String: Any])
  }

  @Test func eachClassIsComparedByItself() throws {
    let folder = try folder()
    let arguments = [
      "told", "--samples", "120", "--metrics", "frechet,classes", "--features", "random",
    ]
    let found = try report(arguments + ["--seeds", "2"], in: folder)
    let metrics = try #require(found["metrics"] as? [String: [String: Any]])
    // Without a classifier, nobody sees classes.
    #expect(Set(metrics.keys) == ["frechet", "class-frechet"])
    #expect((metrics["class-frechet"]?["values"] as? [Double])?.count == 2)
    let classes = try #require(found["classes"] as? [[String: Any]])
    #expect(classes.compactMap { $0["name"] as? String } == ["bright", "dark"])
    #expect(classes.compactMap { $0["label"] as? Int } == [0, 1])
    #expect(found["class_least"] as? Int == 50)
    #expect(classes.compactMap { $0["real_images"] as? Int } == [60, 60])
    // As many as there are real ones.
    #expect(classes.compactMap { $0["samples"] as? Int } == [60, 60])
    let distances = classes.compactMap { $0["frechet"] as? Double }
    let mean = try #require(metrics["class-frechet"]?["mean"] as? Double)
    // Means of numbers of seven digits.
    #expect(distances.count == 2 && abs(distances[0] + distances[1] - 2 * mean) < 1e-6 * mean)
  }

  @Test func tableHasALineForEachClass() throws {
    let folder = try folder()
    let output = try expectSuccess(
      ["evaluate", "told", "--samples", "120", "--features", "random"],
      in: folder
    )
    #expect(output.contains("Fréchet within classes"))
    #expect(output.contains(/\n  classes +as often as among the real images\n/))
    #expect(output.contains(/\n  class +images +samples +Fréchet distance\n/), "\(output)")
    #expect(output.contains(/\n  bright +60 +60 +\d+\.\d+\n  dark +60 +60 +\d+\.\d+\n/))
    let few = try expectSuccess(
      ["evaluate", "told", "--samples", "40", "--features", "random"],
      in: folder
    )
    let words = "left out, with fewer than 50 real images or samples: bright ("
    #expect(few.contains(words) && !few.contains("Fréchet within classes"), "\(few)")
  }

  @Test func aClassifierSaysWhatItSees() throws {
    let folder = try folder()
    try expectSuccess(
      ["classifier", "train", "images", "--iterations", "20", "--batch-size", "8"],
      in: folder
    )
    let found = try report(["told", "--samples", "60", "--metrics", "classes"], in: folder)
    let metrics = try #require(found["metrics"] as? [String: [String: Any]])
    let share = try #require(metrics["class-agreement"]?["mean"] as? Double)
    // Dark and bright images are told apart; the generator, after one iteration, makes one kind.
    #expect(metrics["class-agreement"]?["real"] as? Double == 1)
    let classes = try #require(found["classes"] as? [[String: Any]])
    let samples = classes.compactMap { $0["samples"] as? Int }
    let shares = classes.compactMap { $0["agreement"] as? Double }
    #expect(samples.reduce(0, +) == 60 && shares.count == 2)
    #expect(samples == classes.compactMap { $0["real_images"] as? Int })
    let seen = zip(samples, shares).reduce(0) { $0 + Double($1.0) * $1.1 }
    #expect(abs(seen - 60 * share) < 1e-9)
  }

  @Test func otherClassesAreNotCompared() throws {
    let folder = try folder()
    for index in 0..<20 {
      try folder.write(shadedPNG(90, index), as: "plain/\(index).png")
      try folder.write(
        shadedPNG(90, index),
        as: "three/\("abc".prefix(index % 3 + 1))/\(index).png"
      )
      try folder.write(shadedPNG(90, index), as: "swapped/\(index % 2)/\(index).png")
    }
    for (dataset, words) in [
      ("plain", "makes 2 classes, and plain has no labels"),
      ("three", "makes 2 classes, and three has 3"),
      ("swapped", "makes 'bright' as class 0, which is '0' in swapped"),
    ] {
      let arguments = ["evaluate", "told", "--dataset", dataset, "--samples", "20"]
      let output = try expectSuccess(arguments, in: folder)
      #expect(output.contains("not compared: it " + words), "\(output)")
      #expect(!output.contains("within classes"))
      let outcome = try Command.run(arguments + ["--metrics", "classes"], in: folder)
      #expect(outcome.ending == .code(1))
      #expect(
        outcome.errors.contains("told/snapshot_iter_1.npz: \(words); expected a generator of")
      )
    }
    let outcome = try Command.run(
      ["evaluate", "images", "--dataset", "images", "--samples", "20", "--metrics", "classes"],
      in: folder
    )
    #expect(outcome.errors.hasPrefix("Error: images: makes samples of no classes; expected"))
  }

  @Test func trainingDoesNotTakeThem() throws {
    try expectUsageProblem(
      ["train", "--evaluate-metrics", "classes,frechet"],
      in: TemporaryFolder(),
      saying: ["evaluate-metrics is classes,frechet", "without classes"]
    )
  }
}
