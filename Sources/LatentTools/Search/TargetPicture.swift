internal import Adversarial
public import Archives
internal import Datasets
public import Imaging
public import Recipes
internal import TensorCore

/// A picture from outside that a generator's images are compared with.
public struct TargetPicture: Sendable {
  /// Where it comes from: a path, or a dataset's name and a number.
  public let name: String
  /// The picture as the networks see it.
  public let image: Image
  /// What was done to it, as a sentence for people; `nil` where nothing was.
  public let adaptation: String?

  /// A picture in the shape that networks see.
  public init(name: String, image: Image, adaptation: String? = nil) {
    (self.name, self.image, self.adaptation) = (name, image, adaptation)
  }

  /// Reads a PNG or JPEG file and fits it as the recipe's dataset was fitted.
  ///
  /// - Throws: `FileProblem` where it is no such image.
  public init(readingFrom path: String, for recipe: Recipe) throws(FileProblem) {
    let image = try ImageFile.read(path)
    let fitting = ImageFitting(
      from: ImageShape(of: image),
      to: recipe.image,
      by: recipe.fittingRules
    )
    self.init(name: path, image: fitting(image), adaptation: fitting.summary)
  }

  /// The first pictures of a dataset's test split, which a generator has not learned from.
  ///
  /// - Throws: `FileProblem` where there is no such part, or it has fewer pictures.
  public static func heldOut(
    _ count: Int,
    of nameOrPath: String,
    for recipe: Recipe
  ) throws -> [TargetPicture] {
    guard let part = try Datasets.openTestPart(of: nameOrPath), part.count >= count else {
      throw FileProblem(
        nameOrPath,
        found: "has no test split of \(count) pictures",
        expected: "one, or pictures by their paths"
      )
    }
    let fitted = part.adapted(to: recipe.image, by: recipe.fittingRules)
    return try (0..<count).map { index in
      try TargetPicture(name: "\(nameOrPath)#\(index)", image: fitted.picture(at: index))
    }
  }

  /// The picture as a batch of one, `[1, H, W, C]`.
  func tensor(in range: PixelRange) -> Tensor {
    range.tensor(ImageBatch(shape: ImageShape(of: image), count: 1, pixels: image.pixels))
  }
}

extension Recipe {
  /// How its dataset's images are brought to its shape.
  var fittingRules: FittingRules { FittingRules(crop: crop, resize: resize) }

  /// The picture of an image's values, `[H, W, C]` in the recipe's range.
  func picture(of values: [Float]) -> Image {
    pixelRange.images(Tensor(values, shape: [1, image.height, image.width, image.channels]))[0]
  }
}
