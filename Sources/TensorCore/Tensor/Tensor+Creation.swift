import Preconditions
public import Randomness

extension Tensor {
  /// A tensor of the given values, in row-major order.
  ///
  /// - Precondition: There are as many values as `shape` has elements.
  public init(_ values: [Float], shape: Shape) {
    require(
      values.count == shape.elementCount,
      "Tensor: \(values.count) values do not fill shape \(shape)"
    )
    self.init(
      Storage(count: values.count) { _ = $0.initialize(from: values) },
      shape: shape
    )
  }

  /// A tensor of `shape` whose elements, in row-major order, `fill` writes; all of them.
  public init<Failure: Error>(
    shape: Shape,
    filledBy fill: (UnsafeMutableBufferPointer<Float>) throws(Failure) -> Void
  ) throws(Failure) {
    let storage = Storage(count: shape.elementCount)
    try fill(storage.values)
    self.init(storage, shape: shape)
  }

  /// A vector of the given values.
  public init(_ values: [Float]) { self.init(values, shape: [values.count]) }

  /// A scalar.
  public init(_ value: Float) { self.init([value], shape: []) }

  /// A tensor whose elements all are `value`.
  public init(repeating value: Float, shape: Shape) {
    self = .computed(.fill(value, shape), shape: shape)
  }

  /// A tensor of zeros.
  public static func zeros(_ shape: Shape) -> Tensor { Tensor(repeating: 0, shape: shape) }

  /// A tensor of ones.
  public static func ones(_ shape: Shape) -> Tensor { Tensor(repeating: 1, shape: shape) }

  /// Values uniform in `low..<high`.
  public static func uniform(
    _ shape: Shape,
    from low: Float = 0,
    to high: Float = 1,
    using random: RandomStream
  ) -> Tensor {
    drawn(.uniform(low: low, high: high), shape, using: random)
  }

  /// Values from a Gaussian distribution.
  public static func normal(
    _ shape: Shape,
    mean: Float = 0,
    standardDeviation: Float = 1,
    using random: RandomStream
  ) -> Tensor {
    drawn(.normal(mean: mean, standardDeviation: standardDeviation), shape, using: random)
  }

  /// Values from a Gaussian distribution truncated at two standard deviations from the mean.
  public static func truncatedNormal(
    _ shape: Shape,
    mean: Float = 0,
    standardDeviation: Float = 1,
    using random: RandomStream
  ) -> Tensor {
    drawn(.truncatedNormal(mean: mean, standardDeviation: standardDeviation), shape, using: random)
  }

  private static func drawn(
    _ distribution: RandomFill.Distribution,
    _ shape: Shape,
    using random: RandomStream
  ) -> Tensor {
    // The numbers of all workers' examples, so that each worker's are those of the whole batch.
    let context = Context.current
    if let share = context.share, shape.rank > 0, let count = share.wholeCount(for: shape[0]) {
      let whole = context.with(share: nil).run {
        drawn(distribution, Shape([count] + shape.dimensions.dropFirst()), using: random)
      }
      return concatenate(share.rows(of: count).map { whole.slice($0, along: 0) })
    }
    let fill = RandomFill(distribution, count: shape.elementCount, using: random)
    return .computed(.random(fill, shape), shape: shape)
  }

  /// Bytes as numbers, each `byte * scale + offset`, as images are fed to networks.
  ///
  /// - Precondition: There are as many bytes as `shape` has elements.
  public init(bytes: [UInt8], shape: Shape, scale: Float, offset: Float = 0) {
    require(
      bytes.count == shape.elementCount,
      "Tensor: \(bytes.count) bytes do not fill shape \(shape)"
    )
    let storage = Storage(count: bytes.count) { target in
      bytes.withUnsafeBufferPointer { bytes in
        for index in 0..<bytes.count { target[index] = Float(bytes[index]) * scale + offset }
      }
    }
    self.init(storage, shape: shape)
  }
}
