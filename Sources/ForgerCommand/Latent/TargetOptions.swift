import Archives
import ArgumentParser
import LatentTools
import Recipes
import Terminal

/// The pictures that are compared with a generator's.
struct TargetOptions: ParsableArguments {
  @Argument(help: "Pictures, PNG or JPEG.")
  var image: [String] = []

  @Option(
    help: ArgumentHelp(
      "Take the first pictures of a dataset's test split instead of files.",
      valueName: "name|path"
    )
  )
  var dataset: String?

  @Option(help: ArgumentHelp("How many, with --dataset. (default: 8)", valueName: "n"))
  var count: Int?

  private static let most = 1000

  func validate() throws {
    for path in image { try check(path, isNotEmpty: "an image") }
    try check(dataset, isNotEmpty: "--dataset")
    if image.isEmpty == (dataset == nil) {
      throw ValidationError("expected pictures, as files or by --dataset, but not both")
    }
    if count != nil && dataset == nil { throw ValidationError("--count goes with --dataset") }
    try check(count, of: "--count", isIn: 1...Self.most)
    if image.count > Self.most {
      throw ValidationError("\(image.count) images are given; expected at most \(Self.most)")
    }
  }

  /// Reads the pictures, fits them to a recipe's shape, and says so.
  ///
  /// - Throws: `FileProblem` where one cannot be read.
  func targets(for recipe: Recipe, on console: Console) throws -> [TargetPicture] {
    if let dataset { return try TargetPicture.heldOut(count ?? 8, of: dataset, for: recipe) }
    let targets = try image.map { try TargetPicture(readingFrom: $0, for: recipe) }
    for target in targets { target.tellAdaptation(on: console) }
    return targets
  }
}

extension TargetPicture {
  /// Says what was done to the picture, if anything was.
  func tellAdaptation(on console: Console) {
    if let adaptation { console.print("\(name): \(adaptation)") }
  }
}
