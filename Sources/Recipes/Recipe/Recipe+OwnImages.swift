internal import Adversarial
public import Datasets
internal import Terminal
internal import Training

extension Recipe {
  /// `pictures` with what follows from the images.
  ///
  /// - Size: that of the images, if their sides are 16 to 64 pixels; else a square of 64,
  ///   32 or 16 pixels, the largest of which the images fill three quarters.
  /// - Color: that of the images.
  /// - Classes: their labels, if each class has at least 100 images; few images say too little about a class.
  /// - Augmentation: none; beside R1 it made 500 images worse.
  /// - Length: that of 70 epochs, but at least 9,000 iterations and at most 30,000. Rates and average follow it.
  ///
  /// - Parameters:
  ///   - dataset: The images.
  ///   - source: The name or path by which they are opened again.
  /// - Returns: A valid recipe.
  public static func chosen(for dataset: any ImageDataset, at source: String) -> Recipe {
    var recipe = Recipe.pictures
    recipe.dataset = source
    recipe.image = fittedShape(for: dataset.shape)
    recipe.classes = hasFullClasses(dataset) ? .all : .none
    let iterations = min(max(70 * dataset.count / recipe.batchSize, 9000), 30_000)
    recipe.length = .iterations(iterations)
    recipe.fit(to: iterations)
    return recipe
  }

  /// A line that says what `chosen(for:at:)` chose for a dataset: "64×64 pixels in color, …".
  public func choices(for dataset: any ImageDataset) -> String {
    let color = image.channels == 1 ? "grayscale" : "color"
    let kinds = classes == .all ? "\(dataset.classCount) classes" : "no classes"
    return
      "\(grouped(dataset.count)) images, so \(image.width)×\(image.height) pixels in \(color), \(kinds), "
      + "augmentation \(augmentation), \(length)"
  }

  private static func fittedShape(for shape: ImageShape) -> ImageShape {
    let sides = [shape.height, shape.width]
    if sides.allSatisfy({ (16...64).contains($0) }) { return shape }
    let side = [64, 32].first { 4 * (sides.min() ?? 0) >= 3 * $0 } ?? 16
    return ImageShape(height: side, width: side, channels: shape.channels == 1 ? 1 : 3)
  }

  private static func hasFullClasses(_ dataset: any ImageDataset) -> Bool {
    guard let labels = dataset.labels, dataset.classCount > 1 else { return false }
    let counts = labels.reduce(into: [Int: Int]()) { $0[$1, default: 0] += 1 }
    return (0..<dataset.classCount).allSatisfy { counts[$0, default: 0] >= 100 }
  }
}
