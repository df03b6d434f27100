internal import Adversarial
internal import Archives
internal import NeuralNetworks
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
    let network = NetworkOutline(of: self).generator
    let layout = ModelLayout(of: network)
    let arrays =
      isExported
      ? layout.shapes(of: network)
      : network.state.map { (name: $0.path, shape: $0.value.shape) }
    try generator.check(names: isExported ? layout.names : arrays.map(\.name))
    for (name, shape) in arrays {
      let array = try generator.array(name, expected: "all arrays of the network")
      guard array.shape == shape.dimensions else {
        throw generator.problem(
          name,
          found: "is \(array.summary)",
          expected: "float32 of shape \(shape)"
        )
      }
    }
  }
}
