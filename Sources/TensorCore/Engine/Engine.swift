/// What computes.
///
/// Operators say *what*, in values of `Operation`; an engine says *how*. It may compute at once, put off
/// what is better done together with what follows, or only write down what was asked for: a `Storage` need
/// not hold values before somebody reads them.
public protocol Engine: Sendable {
  /// Runs one operation.
  ///
  /// - Parameters:
  ///   - operation: What is computed.
  ///   - operands: Its operands, as `Operation` tells of each case. They may be another engine's, whose
  ///     values can be read. An engine may write its results where operands lie that nobody else holds.
  /// - Returns: Its results, of the types `operation.outputs(of:)`.
  func run(_ operation: Operation, on operands: consuming [Operand]) -> [Storage]

  /// Brings the values of several storages to the host, at best all at once.
  func evaluate(_ storages: [Storage])
}

/// A value that an operation takes: a storage and the shape in which it is seen.
public struct Operand: Sendable {
  /// The values.
  public var storage: Storage
  /// The length of each axis; as many elements as the storage has.
  public let shape: Shape

  /// A storage in a shape.
  public init(_ storage: Storage, _ shape: Shape) {
    self.storage = storage
    self.shape = shape
  }
}

extension Engine {
  /// Brings values to the host one after the other.
  public func evaluate(_ storages: [Storage]) {
    for storage in storages { storage.evaluate() }
  }
}
