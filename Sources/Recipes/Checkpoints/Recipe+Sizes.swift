internal import Adversarial
internal import Archives
internal import NeuralNetworks
internal import TensorCore
internal import Training

extension Recipe {
  /// Checks that the generator in a snapshot has the sizes that the recipe implies.
  ///
  /// - Throws: `FileProblem` if the largest arrays are missing or of other shapes.
  func check(sizesIn snapshot: StateReader) throws(FileProblem) {
    let isExported = snapshot.format == 0
    let section = snapshot.section(isExported ? "updater/gen/" : "updater/generator/")
    try check(sizesOf: section, isExported: isExported)
  }

  /// Checks that a generator's arrays have the sizes that the recipe implies.
  ///
  /// Call this before building networks of these sizes: a small file could ask for more memory than there is.
  ///
  /// - Parameters:
  ///   - generator: The generator's arrays.
  ///   - isExported: Whether they have the names and layout of the framework whose tutorial the recipe is from.
  /// - Throws: `FileProblem` if the largest arrays are missing or of other shapes.
  func check(sizesOf generator: StateReader, isExported: Bool) throws(FileProblem) {
    try check(generator, NetworkOutline(of: self).generator, isExported: isExported)
  }

  /// Checks that a discriminator's arrays have the sizes that the recipe implies, likewise.
  func check(
    sizesOfDiscriminator discriminator: StateReader,
    isExported: Bool
  ) throws(FileProblem) {
    try check(discriminator, NetworkOutline(of: self).discriminator, isExported: isExported)
  }

  private func check(
    _ state: StateReader,
    _ network: any Module,
    isExported: Bool
  ) throws(FileProblem) {
    let layout = ModelLayout(of: network)
    let arrays =
      isExported
      ? layout.shapes(of: network)
      : network.state.map { (name: $0.path, shape: $0.value.shape) }
    try state.check(names: isExported ? layout.names : arrays.map(\.name))
    for (name, shape) in arrays {
      let array = try state.array(name, expected: "all arrays of the network")
      guard array.shape == shape.dimensions else {
        throw state.problem(
          name,
          found: "is \(array.summary)",
          expected: "float32 of shape \(shape)"
        )
      }
    }
  }
}
