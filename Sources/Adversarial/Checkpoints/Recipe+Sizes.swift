internal import Archives

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
    }
  }
}
