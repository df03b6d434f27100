public import Archives
public import Foundation
public import TensorCore

/// A recorded run: first values, the random inputs and losses of every iteration, last values.
public struct GoldenRun: Sendable {
  /// The file's name.
  public let name: String
  /// The file's path.
  public let path: String
  /// All of its arrays.
  public let arrays: NamedArrays
  /// Its settings as JSON, where it has some.
  public let settings: Data

  /// The arrays of a file.
  package init(name: String, path: String, arrays: NamedArrays, settings: Data = Data()) {
    (self.name, self.path, self.arrays) = (name, path, arrays)
    self.settings = settings
  }

  /// The number of iterations recorded.
  public var iterationCount: Int {
    var count = 0
    while arrays.names.contains(where: { $0.hasPrefix("iter\(count)/") }) { count += 1 }
    return count
  }

  /// An array of `float32` or `float64`, or one of bytes as numbers, in its own layout.
  ///
  /// - Throws: `FileProblem` where there is none.
  public func tensor(_ name: String) throws(FileProblem) -> Tensor {
    let array = try array(name)
    switch array.elements {
    case .float64(let values): return Tensor(values.map { Float($0) }, shape: Shape(array.shape))
    case .float32(let values): return Tensor(values, shape: Shape(array.shape))
    case .uint8(let values): return Tensor(bytes: values, shape: Shape(array.shape), scale: 1)
    default:
      throw FileProblem(path, found: "'\(name)' is \(array.summary)", expected: "floats or bytes")
    }
  }

  /// Whole numbers.
  ///
  /// - Throws: `FileProblem` where there is no array of them.
  public func integers(_ name: String) throws(FileProblem) -> [Int] {
    let array = try array(name)
    guard case .int64(let values) = array.elements else {
      throw FileProblem(path, found: "'\(name)' is \(array.summary)", expected: "int64")
    }
    return values.map { Int($0) }
  }

  /// The array of a name.
  ///
  /// - Throws: `FileProblem` where there is none.
  public func array(_ name: String) throws(FileProblem) -> NumpyArray {
    guard let array = arrays[name] else {
      throw FileProblem(path, found: "lacks '\(name)'", expected: "a golden run with it")
    }
    return array
  }
}

/// What computes the convolutions of golden runs: each algorithm in turn, wherever it covers one, and the
/// rule that chooses among them.
public let forcedAlgorithms: [ConvolutionPolicy] = [.fixed, .oneDNN, .winograd, .narrow]
