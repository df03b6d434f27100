internal import Adversarial
internal import Datasets
internal import Evaluation
internal import Imaging
internal import NeuralNetworks
import Preconditions
internal import Randomness
public import Recipes
internal import TensorCore

/// The directions in which a generator's samples change most: orthogonal latent vectors of length 1, those of the
/// greatest change first.
///
/// Where the generator begins with a fully connected layer of the latent vector alone, x · W, they are the
/// eigenvectors of W · Wᵀ: along them the layer's output changes most. Otherwise, they are regressed on the principal
/// components of samples, downscaled.
///
/// Source: Shen and Zhou 2021, "Closed-Form Factorization of Latent Semantics in GANs" (SeFa), arXiv:2007.06600,
/// equation 5; Härkönen et al. 2020, "GANSpace", arXiv:2004.02546, section 2.2, for the other way.
public struct LatentDirections: Equatable, Sendable {
  /// Where directions were found.
  public enum Source: String, Sendable {
    /// In the weights of the first layer.
    case firstLayer = "the generator's first layer"
    /// In samples.
    case samples = "the principal components of samples"
  }

  /// The directions, `[count][latentSize]`.
  public let vectors: [[Float]]
  /// Where they were found.
  public let source: Source

  /// Samples that the components are found from, for each element of a latent vector at least two.
  private static let leastSamples = 512
  /// The most pixels per side of downscaled samples.
  private static let side = 16

  /// The directions of a generator, as many as its latent vectors have elements at most.
  ///
  /// - Parameters:
  ///   - count: How many.
  ///   - checkpoint: The generator.
  /// - Precondition: `count` is positive.
  public init(_ count: Int, of checkpoint: GeneratorCheckpoint) {
    require(count > 0, "LatentDirections: \(count) directions")
    let sampler = checkpoint.sampler
    let size = sampler.recipe.latent.size
    let first = sampler.generator.namedParameters.first(where: { $0.value.shape.rank == 2 })
    if let weight = first?.value.value, weight.shape[0] == size {
      (vectors, source) = (Self.principal(of: weight, count), .firstLayer)
    } else {
      (vectors, source) = (Self.regressed(in: sampler, count), .samples)
    }
  }

  /// The eigenvectors of W · Wᵀ.
  private static func principal(of weight: Tensor, _ count: Int) -> [[Float]] {
    let (size, outputs) = (weight.shape[0], weight.shape[1])
    let matrix = Matrix(rows: size, columns: outputs, values: weight.scalars.map(Double.init))
    return leading(count, of: matrix.times(matrix, transposingOther: true))
  }

  /// For each principal component of samples, the vectors' part in it: zᵀ · s, since z has uncorrelated elements.
  private static func regressed(in sampler: Sampler, _ count: Int) -> [[Float]] {
    let size = sampler.recipe.latent.size
    let total = max(leastSamples, 2 * size)
    let extractor = PixelExtractor(for: sampler.recipe.image, side: side)
    let space = FittedFeatures(extractor, of: sampler.recipe.image)
    var (z, features): ([Double], [Double]) = ([], [])
    sampler.forEachPart(of: total, seed: 0) { input, images, _ in
      z += input.z.scalars.map(Double.init)
      let batch = ImageBatch(
        of: sampler.recipe.pixelRange.images(images),
        shape: sampler.recipe.image,
        labels: nil
      )
      features += space(batch).values.map(Double.init)
    }
    let columns = features.count / total
    for column in 0..<columns {
      let mean =
        stride(from: column, to: features.count, by: columns)
        .reduce(0) { $0 + features[$1] } / Double(total)
      for index in stride(from: column, to: features.count, by: columns) {
        features[index] -= mean
      }
    }
    let matrix = Matrix(rows: total, columns: columns, values: features)
    let components = leading(
      min(count, columns),
      of: matrix.times(matrix, transposingSelf: true)
    )
    let basis = Matrix(
      rows: components.count,
      columns: columns,
      values: components.flatMap { $0.map(Double.init) }
    )
    let scores = matrix.times(basis, transposingOther: true)
    let vectors = scores.times(
      Matrix(rows: total, columns: size, values: z),
      transposingSelf: true
    )
    return orthonormal(
      (0..<vectors.rows).map { Array(vectors.values[$0 * size..<($0 + 1) * size]) }
    )
  }

  /// The eigenvectors of the greatest eigenvalues, greatest first.
  private static func leading(_ count: Int, of matrix: Matrix) -> [[Float]] {
    let (_, vectors) = matrix.symmetricEigen
    return (0..<min(count, matrix.rows)).map { index in
      let row = matrix.rows - 1 - index
      return upright(vectors.values[row * matrix.columns..<(row + 1) * matrix.columns].map { $0 })
    }
  }

  /// The directions made orthogonal, each to those before it; those that are no more than these are left out.
  private static func orthonormal(_ vectors: [[Double]]) -> [[Float]] {
    var done: [[Double]] = []
    for vector in vectors {
      var rest = vector
      for other in done {
        let share = zip(rest, other).reduce(0) { $0 + $1.0 * $1.1 }
        for index in rest.indices { rest[index] -= share * other[index] }
      }
      let length = rest.reduce(0) { $0 + $1 * $1 }.squareRoot()
      let whole = vector.reduce(0) { $0 + $1 * $1 }.squareRoot()
      if length > 1e-6 * whole { done.append(rest.map { $0 / length }) }
    }
    return done.map(upright)
  }

  /// The vector with the sign that makes its largest element positive: eigenvectors have none of their own.
  private static func upright(_ vector: [Double]) -> [Float] {
    let largest = vector.max { abs($0) < abs($1) } ?? 0
    return vector.map { Float(largest < 0 ? -$0 : $0) }
  }

  /// A vector moved along the directions, and kept among those that the generator is trained on.
  ///
  /// - Parameters:
  ///   - z: The vector.
  ///   - amounts: How far along each direction, in the first ones' order; fewer than there are leave the others.
  ///   - recipe: The generator's recipe.
  /// - Returns: The vector moved.
  public func moving(_ z: [Float], by amounts: [Float], for recipe: Recipe) -> [Float] {
    var moved = z
    for (direction, amount) in zip(vectors, amounts) {
      for index in moved.indices { moved[index] += amount * direction[index] }
    }
    moved.withUnsafeMutableBufferPointer { recipe.latent.confine($0) }
    return moved
  }
}
