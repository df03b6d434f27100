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
    switch name {
    case .dcganCIFAR10:
      let pixels = DCGANGenerator.firstSize * DCGANGenerator.firstSize
      return [
        ("l0/W", [pixels * channels, latent.size]), ("dc1/W", [channels, channels / 2, 4, 4]),
      ]
    case .mlpMNIST:
      return [
        ("0.weight", [channels, latent.size]), ("6.weight", [image.byteCount, 4 * channels]),
      ]
    case .upsamplingMNIST:
      let pixels = UpsamplingGenerator.firstSize * UpsamplingGenerator.firstSize
      return [
        ("dense1/kernel", [latent.size, 8 * channels]),
        ("dense2/kernel", [8 * channels, pixels * channels]),
      ]
    case .dcganMNIST:
      let pixels = StridedGenerator.firstSize * StridedGenerator.firstSize
      return [
        ("project/w", [latent.size, pixels * 8 * channels]),
        ("h1/w", [5, 5, 4 * channels, 8 * channels]),
      ]
    }
  }
}
