internal import Adversarial
internal import Archives
internal import Datasets

extension Recipe {
  /// Checks that a generator's arrays are of the sizes that the recipe tells.
  ///
  /// To be done before networks of these sizes are built: a small file could ask for more memory than
  /// there is. `path` is the file to blame.
  ///
  /// - Throws: `FileProblem` where the largest arrays are missing or of other shapes.
  func check(sizesOf generator: NamedArrays, path: String) throws(FileProblem) {
    for (name, shape) in largestGeneratorArrays {
      guard let array = generator[name] else {
        throw FileProblem(path, found: "lacks '\(name)'", expected: "all arrays of the network")
      }
      guard array.shape == shape else {
        throw FileProblem(
          path,
          found: "'\(name)' is \(array.summary)",
          expected: "float32 of shape \(shape)"
        )
      }
    }
  }

  /// Names and shapes that settle all sizes of the recipe's networks.
  private var largestGeneratorArrays: [(String, [Int])] {
    let firstPixels = ladder?.first.pixelCount ?? image.height / 4 * (image.width / 4)
    switch name {
    case .dcganCIFAR10:
      return [
        ("l0/W", [firstPixels * channels, latent.size]), ("dc1/W", [channels, channels / 2, 4, 4]),
      ]
    case .mlpMNIST:
      return [
        ("0.weight", [channels, latent.size]), ("6.weight", [image.byteCount, 4 * channels]),
      ]
    case .upsamplingMNIST:
      return [
        ("dense1/kernel", [latent.size, 8 * channels]),
        ("dense2/kernel", [8 * channels, firstPixels * channels]),
      ]
    case .dcgan, .dcganMNIST:
      let widths = ladder?.stridedWidths(from: channels).reversed().prefix(2) ?? []
      return [
        ("project/w", [latent.size, firstPixels * (widths.first ?? 0)]),
        ("h1/w", [5, 5, widths.last ?? 0, widths.first ?? 0]),
      ]
    default: return []
    }
  }
}
