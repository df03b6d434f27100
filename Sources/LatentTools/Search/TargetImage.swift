internal import Adversarial
public import Archives
internal import Datasets
public import Imaging
public import Recipes
internal import TensorCore

/// An image to be reconstructed.
public struct TargetImage: Sendable {
  /// Its origin: a path, or a dataset's name and an index.
  public let name: String
  /// The image as the networks see it.
  public let image: Image
  /// How it was adapted, as a sentence for people; `nil` if it was not.
  public let adaptation: String?

  /// An image in the shape that the networks see.
  public init(name: String, image: Image, adaptation: String? = nil) {
    (self.name, self.image, self.adaptation) = (name, image, adaptation)
  }

  /// Reads a PNG or JPEG file and fits it like the recipe's dataset.
  ///
  /// - Throws: `FileProblem` if it is not such an image.
  public init(readingFrom path: String, for recipe: Recipe) throws(FileProblem) {
    self.init(of: try ImageFile.read(path), name: path, for: recipe)
  }

  /// An image that is fitted like the recipe's dataset.
  public init(of image: Image, name: String, for recipe: Recipe) {
    let fitting = ImageFitting(
      from: ImageShape(of: image),
      to: recipe.image,
      by: recipe.fittingRules
    )
    self.init(name: name, image: fitting(image), adaptation: fitting.summary)
  }

  /// The first images of a dataset's test split, which a generator was not trained on.
  ///
  /// - Throws: `FileProblem` if there is no such split, or it has fewer images.
  public static func heldOut(
    _ count: Int,
    of nameOrPath: String,
    for recipe: Recipe
  ) throws -> [TargetImage] {
    guard let part = try Datasets.openTestPart(of: nameOrPath), part.count >= count else {
      throw FileProblem(
        nameOrPath,
        found: "has no test split of \(count) images",
        expected: "one, or paths to images"
      )
    }
    let fitted = part.adapted(to: recipe.image, by: recipe.fittingRules)
    return try (0..<count).map { index in
      try TargetImage(name: "\(nameOrPath)#\(index)", image: fitted.decodedImage(at: index))
    }
  }

  /// The image as a batch of one, `[1, H, W, C]`.
  func tensor(in range: PixelRange) -> Tensor {
    range.tensor(ImageBatch(shape: ImageShape(of: image), count: 1, pixels: image.pixels))
  }
}

extension Recipe {
  /// The rules by which the dataset's images are fitted to the recipe's shape.
  var fittingRules: FittingRules { FittingRules(crop: crop, resize: resize) }

  /// The image of values `[H, W, C]` in the recipe's range.
  func image(of values: [Float]) -> Image {
    pixelRange.images(Tensor(values, shape: [1, image.height, image.width, image.channels]))[0]
  }
}
