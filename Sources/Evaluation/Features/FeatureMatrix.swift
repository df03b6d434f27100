public import Archives
import Preconditions
public import TensorCore

/// The features of some images: a row of numbers each.
///
/// All metrics are functions of such matrices, so that features of any origin will do.
public struct FeatureMatrix: Equatable, Sendable {
  /// The number of images.
  public let count: Int
  /// The number of features of each.
  public let size: Int
  /// `[count, size]`, row by row.
  public private(set) var values: [Float]

  /// A matrix of given values.
  ///
  /// - Precondition: There are `count` times `size` values, and `size` is positive.
  public init(count: Int, size: Int, values: [Float]) {
    require(
      count >= 0 && size > 0 && values.count == count * size,
      "FeatureMatrix: \(values.count) values for \(count) rows of \(size)"
    )
    (self.count, self.size, self.values) = (count, size, values)
  }

  /// The rows of a tensor `[count, size]`.
  ///
  /// - Precondition: The tensor has two axes, the second of which is not empty.
  public init(_ tensor: Tensor) {
    require(tensor.rank == 2, "FeatureMatrix: a tensor of shape \(tensor.shape)")
    self.init(count: tensor.shape[0], size: tensor.shape[1], values: tensor.scalars)
  }

  /// The features in an `.npy` file: float32 or float64 of shape `[count, size]`, all finite.
  ///
  /// - Throws: `FileProblem` where the file holds anything else, or no row.
  public init(readingFrom path: String) throws(FileProblem) {
    try self.init(try NPY.read(path), path: path)
  }

  /// The features in an array; `path` is the file to blame.
  ///
  /// - Throws: `FileProblem` where it is no matrix of finite numbers with at least one row.
  package init(_ array: NumpyArray, path: String) throws(FileProblem) {
    let values: [Float]? =
      switch array.elements {
      case .float32(let values): values
      case .float64(let values): values.map { Float($0) }
      case .int32, .int64, .uint64, .uint8: nil
      }
    guard let values, array.shape.count == 2, array.shape[0] > 0, array.shape[1] > 0 else {
      throw FileProblem(
        path,
        found: "holds \(array.summary)",
        expected: "features, float32 or float64 of shape [N, D], with at least one row"
      )
    }
    guard let place = values.firstIndex(where: { !$0.isFinite }) else {
      self.init(count: array.shape[0], size: array.shape[1], values: values)
      return
    }
    throw FileProblem(
      path,
      found: "holds \(values[place]) in row \(place / array.shape[1])",
      expected: "finite features"
    )
  }

  /// The features of one image.
  ///
  /// - Precondition: `index` is below `count`.
  public subscript(index: Int) -> ArraySlice<Float> { values[index * size..<(index + 1) * size] }

  /// The rows of some indices, in their order.
  ///
  /// - Precondition: All indices are below `count`.
  public func rows(_ indices: some Sequence<Int>) -> FeatureMatrix {
    let values = indices.flatMap { self[$0] }
    return FeatureMatrix(count: values.count / size, size: size, values: values)
  }

  /// Adds the rows of another matrix.
  ///
  /// - Precondition: It has as many features.
  public mutating func append(_ other: FeatureMatrix) {
    require(other.size == size, "FeatureMatrix: rows of \(other.size) to rows of \(size)")
    values += other.values
    self = FeatureMatrix(count: count + other.count, size: size, values: values)
  }
}
