import Synchronization

/// The workers of a run that share each batch: the seam for data-parallel training.
public protocol Workers: Sendable {
  /// The sums over all workers of tensors that each of them gives in the same shapes and order.
  ///
  /// - Returns: The same bits on every worker.
  /// - Throws: If a worker is gone or cannot be reached.
  func sums(of tensors: [Tensor]) throws -> [Tensor]

  /// Starts sums of tensors that become known one after the other.
  func startSums() -> any SumsInProgress

  /// Memory of at least so many bytes that all workers see; `nil`, on all of them, where they have none in common.
  ///
  /// All workers must ask for it.
  ///
  /// - Throws: If a worker is gone or cannot be reached.
  func commonMemory(byteCount: Int) throws -> (any CommonMemory)?

  /// The seconds for which this worker has waited for the others so far.
  var secondsWaited: Double { get }
}

extension Workers {
  /// Sums that are formed in one go, once all tensors are known.
  public func startSums() -> any SumsInProgress { SumsAtOnce(self) }

  /// None.
  public func commonMemory(byteCount: Int) throws -> (any CommonMemory)? { nil }

  /// 0: they do not measure it.
  public var secondsWaited: Double { 0 }
}

/// Sums over all workers of tensors that become known one after the other, formed while each worker computes the
/// next ones.
///
/// Every worker adds the same shapes in the same order, then finishes, and may ask for sums in any order.
public protocol SumsInProgress: AnyObject, Sendable {
  /// Whether sums take so long that a tensor had better be added early.
  var areSlow: Bool { get }

  /// Adds the next tensor.
  ///
  /// - Throws: If a worker is gone or cannot be reached.
  func add(_ tensor: Tensor) throws

  /// Says that there are no more tensors.
  ///
  /// - Throws: If a worker is gone or cannot be reached.
  func finish() throws

  /// The sum of a tensor, once it is there.
  ///
  /// - Parameter index: How many tensors were added before it.
  /// - Returns: The same bits on every worker.
  /// - Throws: If a worker is gone or cannot be reached.
  /// - Precondition: `finish` was called.
  func sum(_ index: Int) throws -> Tensor
}

extension SumsInProgress {
  /// `false`.
  public var areSlow: Bool { false }
}

/// Sums that are formed in one go, once all tensors are known.
private final class SumsAtOnce: SumsInProgress {
  private let workers: any Workers
  private let tensors = Mutex<[Tensor]>([])

  init(_ workers: any Workers) { self.workers = workers }

  func add(_ tensor: Tensor) { tensors.withLock { $0.append(tensor) } }

  func finish() throws { try tensors.withLock { $0 = try workers.sums(of: $0) } }

  func sum(_ index: Int) -> Tensor { tensors.withLock { $0[index] } }
}
