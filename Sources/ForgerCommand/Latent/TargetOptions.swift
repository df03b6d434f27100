import Archives
import ArgumentParser
import LatentTools
import Recipes
import Terminal

/// The images to be reconstructed.
struct TargetOptions: ParsableArguments {
  @Argument(help: "Images, in PNG or JPEG.")
  var image: [String] = []

  @Option(
    help: ArgumentHelp(
      "Take the first images of this dataset's test split instead.",
      valueName: "name|path"
    )
  )
  var dataset: String?

  @Option(help: ArgumentHelp("Number of images, with --dataset. (default: 8)", valueName: "n"))
  var count: Int?

  private static let most = 1000

  func validate() throws {
    for path in image { try check(path, isNotEmpty: "an image") }
    try check(dataset, isNotEmpty: "--dataset")
    if image.isEmpty == (dataset == nil) {
      throw ValidationError("expected images, either as files or by --dataset, not both")
    }
    if count != nil && dataset == nil { throw ValidationError("--count needs --dataset") }
    try check(count, of: "--count", isIn: 1...Self.most)
    if image.count > Self.most {
      throw ValidationError("\(image.count) images are given; expected at most \(Self.most)")
    }
  }

  /// Reads the images, fits them to a recipe's shape and says so.
  ///
  /// - Throws: `FileProblem` if one cannot be read.
  func targets(for recipe: Recipe, on console: Console) throws -> [TargetImage] {
    if let dataset { return try TargetImage.heldOut(count ?? 8, of: dataset, for: recipe) }
    let targets = try image.map { try TargetImage(readingFrom: $0, for: recipe) }
    for target in targets { target.tellAdaptation(on: console) }
    return targets
  }
}

extension TargetImage {
  /// Says how the image was adapted, if it was.
  func tellAdaptation(on console: Console) {
    if let adaptation { console.print("\(name): \(adaptation)") }
  }
}
