internal import Adversarial
internal import Archives
internal import Datasets
internal import TensorCore
internal import Training

extension Recipe {
  /// Checks that the generator in a snapshot is of the sizes that the recipe tells.
  ///
  /// - Throws: `FileProblem` where the largest arrays are missing or of other shapes.
  func check(sizesIn snapshot: StateReader) throws(FileProblem) {
    let isExported = snapshot.format == 0
    let section = snapshot.section(isExported ? "updater/gen/" : "updater/generator/")
    try check(sizesOf: section, isExported: isExported)
  }

  /// Checks that a generator's arrays are of the sizes that the recipe tells.
  ///
  /// To be done before networks of these sizes are built: a small file could ask for more memory than
  /// there is.
  ///
  /// - Parameters:
  ///   - generator: The generator's arrays.
  ///   - isExported: Whether they lie as the framework has them whose tutorial the recipe is from.
  /// - Throws: `FileProblem` where the largest arrays are missing or of other shapes.
  func check(sizesOf generator: StateReader, isExported: Bool) throws(FileProblem) {
    for (path, name, layout, shape) in largestGeneratorArrays {
      let name = isExported ? name : path
      let shape = isExported ? layout.encodedShape(of: Shape(shape)).dimensions : shape
      let array = try generator.array(name, expected: "all arrays of the network")
      guard array.shape == shape else {
        throw generator.problem(
          name,
          found: "is \(array.summary)",
          expected: "float32 of shape \(shape)"
        )
      }
    }
  }

  /// Paths, exported names and layouts, and shapes of arrays that settle all sizes of the recipe's
  /// networks.
  private var largestGeneratorArrays: [(String, String, ArrayLayout, [Int])] {
    let first = ladder?.first.pixelCount ?? image.height / 4 * (image.width / 4)
    switch name {
    case .dcganCIFAR10:
      return [
        ("project.weight", "l0/W", .linear, [latent.size, first * channels]),
        ("upsample.0.weight", "dc1/W", .convolution, [4, 4, channels / 2, channels]),
      ]
    case .mlpMNIST:
      return [
        ("layers.0.weight", "0.weight", .linear, [latent.size, channels]),
        ("layers.3.weight", "6.weight", .linear, [4 * channels, image.byteCount]),
      ]
    case .upsamplingMNIST:
      return [
        ("hidden.weight", "dense1/kernel", .same, [latent.size, 8 * channels]),
        ("project.weight", "dense2/kernel", .same, [8 * channels, first * channels]),
      ]
    case .dcgan, .dcganMNIST:
      let widths = ladder?.stridedWidths(from: channels).reversed().prefix(2) ?? []
      let (widest, next) = (widths.first ?? 0, widths.last ?? 0)
      return [
        ("project.weight", "project/w", .same, [latent.size, first * widest]),
        ("upsample.0.weight", "h1/w", .same, [5, 5, next, widest]),
      ]
    default: return []
    }
  }
}
