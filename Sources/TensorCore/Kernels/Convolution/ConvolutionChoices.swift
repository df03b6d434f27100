/// The algorithm chosen for each convolution, in a form that can be kept: measuring again may give another
/// choice.
public struct ConvolutionChoices: Codable, Equatable, Sendable {
  /// Algorithms by convolution: "forward 50x32x32x3 to 32x32x64 kernel 3x3 stride 1x1 …".
  ///
  /// The sizes are batch, height, width and channels; the number of threads is part of the name.
  public private(set) var algorithms: [String: ConvolutionAlgorithm]

  /// Choices by name.
  public init(_ algorithms: [String: ConvolutionAlgorithm] = [:]) { self.algorithms = algorithms }

  /// Choices from a file; algorithms that this version does not know are ignored.
  public init(from decoder: any Decoder) throws {
    let names = try [String: String](from: decoder)
    algorithms = names.compactMapValues(ConvolutionAlgorithm.init(rawValue:))
  }

  /// Encodes an object of names.
  public func encode(to encoder: any Encoder) throws {
    try algorithms.mapValues(\.rawValue).encode(to: encoder)
  }

  /// Adds the choices of `other`, which take precedence.
  public mutating func merge(_ other: ConvolutionChoices) {
    algorithms.merge(other.algorithms) { $1 }
  }

  /// How often each algorithm was chosen, the most frequent first: "21 winograd, 3 onednn".
  public var summary: String {
    let counts = ConvolutionAlgorithm.allCases.map { algorithm in
      (name: algorithm.rawValue, count: algorithms.values.count { $0 == algorithm })
    }
    return counts.filter { $0.count > 0 }.sorted { $0.count > $1.count }
      .map { "\($0.count) \($0.name)" }.joined(separator: ", ")
  }
}
