/// Runs operations.
///
/// Operators say *what* to compute, in values of `Operation`; an engine decides *how*. It may compute at
/// once, defer an operation to fuse it with the next ones, or only record it: a `Storage` need not hold
/// values before somebody reads them.
public protocol Engine: Sendable {
  /// Runs one operation.
  ///
  /// - Parameters:
  ///   - operation: The operation.
  ///   - operands: Its operands, as documented for each case of `Operation`. They may belong to another engine,
  ///     whose values can be read. An engine may write its results over operands that nobody else holds.
  /// - Returns: Its results, of the types `operation.outputs(of:)`.
  func run(_ operation: Operation, on operands: consuming [Operand]) -> [Storage]

  /// Brings the values of several storages to the host, ideally all at once.
  func evaluate(_ storages: [Storage])

  /// Takes values that came from the host for such as it has computed itself: the state that a run resumes from, so
  /// that its steps are those of a run that was never stopped.
  func adopt(_ values: [Operand])

  /// Computes what is alive and has been put off so far: what comes next will be repeated.
  ///
  /// A training step is the same program every time if what came before it is not part of it.
  func flush()

  /// What computes, in words: "CUDA device 0, NVIDIA H100"; `nil` for this machine's CPU.
  var device: String? { get }
}

/// An operand of an operation: a storage and the shape that it is viewed in.
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
  /// All values are alike.
  public func adopt(_ values: [Operand]) {}

  /// Nothing is put off for long.
  public func flush() {}

  /// This machine's CPU.
  public var device: String? { nil }

  /// Brings values to the host one after the other.
  public func evaluate(_ storages: [Storage]) {
    for storage in storages { storage.evaluate() }
  }
}
