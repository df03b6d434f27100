package import Adversarial
internal import Archives
internal import TensorCore

/// A generator's inputs in a file of arrays: `z`, `[N, latentSize]`, and where there are classes `label`, `[N]`, or
/// `share`, `[N, classes]`, the share of each in mixtures of them.
package enum StoredInputs {
  /// Reads inputs for a generator.
  ///
  /// - Parameters:
  ///   - path: The file, as the arrays of samples are written.
  ///   - checkpoint: The generator.
  /// - Returns: The inputs.
  /// - Throws: `FileProblem` if the file has none, too many, or such as are not the generator's.
  package static func read(
    _ path: String,
    for checkpoint: GeneratorCheckpoint
  ) throws -> GeneratorInput {
    let arrays = try NPZ.read(path) { ["z", "label", "share"].contains($0) }
    let recipe = checkpoint.recipe
    let size = recipe.latent.size
    guard let array = arrays["z"], case .float32(let z) = array.elements, array.shape.count == 2,
      array.shape[1] == size, (1...Generation.mostTogether).contains(array.shape[0]),
      z.allSatisfy(\.isFinite)
    else {
      throw FileProblem(
        path,
        found: arrays["z"].map { "'z' is \($0.summary)" } ?? "has no array 'z'",
        expected:
          "finite latent vectors as float32, [N, \(size)], N up to \(Generation.mostTogether)"
      )
    }
    let count = array.shape[0]
    let condition = try condition(
      in: arrays,
      count: count,
      of: checkpoint.sampler.conditioning.classCount,
      path: path
    )
    return GeneratorInput(Tensor(z, shape: [count, size]), condition)
  }

  private static func condition(
    in arrays: NamedArrays,
    count: Int,
    of classes: Int,
    path: String
  ) throws(FileProblem) -> Condition {
    guard classes > 0 else { return .none }
    if let array = arrays["label"], array.shape == [count],
      case .int64(let labels) = array.elements,
      labels.allSatisfy({ (0..<Int64(classes)).contains($0) })
    {
      return .classes(labels.map { Int($0) }, of: classes)
    }
    if let array = arrays["share"], array.shape == [count, classes],
      case .float32(let shares) = array.elements, shares.allSatisfy({ (0...1).contains($0) })
    {
      return .shares(shares, of: classes)
    }
    let found = ["label", "share"].compactMap { name in
      arrays[name].map { "'\(name)' is \($0.summary)" }
    }
    throw FileProblem(
      path,
      found: found.isEmpty ? "has no array 'label'" : found.joined(separator: ", "),
      expected: "classes from 0 to \(classes - 1) as int64, [\(count)]"
    )
  }
}
