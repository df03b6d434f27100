public import PJRT
public import StableHLO
internal import Synchronization
public import TensorCore

/// An engine that runs operations on another device, through XLA.
///
/// Operations are not computed but captured: storages hold values of a graph. Reading one evaluates everything that is
/// alive and has not been computed, in one program. Programs are compiled once for each structure; what changes from
/// step to step, such as the learning rate or the counters of random numbers, is an argument. Values that are alive
/// stay on the device, and those that only the program itself still needs give it their memory.
///
/// Source: Suhan et al. 2021, "LazyTensor: combining eager execution with domain-specific compilers",
/// arXiv:2102.13267.
public final class GraphEngine: Engine {
  /// How exactly products are computed.
  public let precision: Program.Precision
  /// What computes: "XLA device 0, cpu (plugin 0.81), Float32".
  public let device: String?
  let client: Client
  private let failure: @Sendable (PJRTProblem) -> Never
  private let lock = Mutex(())
  private let graph: Graph

  /// The numbers of a storage from the host up to which it is passed among a program's scalars.
  private static let fewNumbers = 2048

  /// An engine on a device.
  ///
  /// - Parameters:
  ///   - client: The device.
  ///   - name: What the device is called: "CUDA".
  ///   - precision: How exactly products are computed.
  ///   - failure: Is told when the device fails, as for want of memory: nothing can be computed any more. Traps by
  ///     default.
  public init(
    _ client: Client,
    named name: String,
    precision: Program.Precision = .highest,
    onFailure failure: @escaping @Sendable (PJRTProblem) -> Never = { fatalError("\($0)") }
  ) {
    self.client = client
    self.precision = precision
    self.failure = failure
    graph = Graph(client, precision)
    let exactness = precision == .highest ? "Float32" : "fast products"
    device = "\(name) device \(client.index), \(client.kinds[client.index]) (XLA, \(exactness))"
  }

  deinit { graph.clear() }

  /// What the engine has done so far.
  public var statistics: Statistics { lock.withLock { _ in graph.statistics } }

  /// The StableHLO of the program that ran last; `nil` if none has.
  public var latestProgram: String? { lock.withLock { _ in graph.latestProgram } }

  /// Captures an operation.
  public func run(_ operation: Operation, on operands: consuming [Operand]) -> [Storage] {
    let inputs = operands.map(operand)
    let shapes = operands.map(\.shape)
    let scalars = operation.scalars
    let counter = operation.counter
    var kept = operation
    if !scalars.isEmpty {
      kept = kept.replacing(scalars: [Float](repeating: 0, count: scalars.count))
    }
    if counter != nil { kept = kept.replacing(counter: 0) }
    let key = Graph.KindKey(operation: kept, shapes: shapes)
    let results = lock.withLock { _ in graph.capture(key, inputs, scalars, counter) }
    return results.map { value in
      Storage(
        count: value.type.shape.elementCount,
        kind: value.type.kind,
        owed: HeldValue(value, of: self)
      )
    }
  }

  /// What an operation takes of a storage.
  private func operand(_ operand: Operand) -> GraphStep.Operand {
    let storage = operand.storage
    if let held = storage.engineValues as? HeldValue, held.engine === self {
      return .value(held.value, held.isFromHost ? storage : nil)
    }
    // Values from the host, or of another engine.
    storage.evaluate()
    if storage.kind == .number, storage.count <= Self.fewNumbers {
      return .numbers(storage.withBytes { Array($0.bindMemory(to: Float.self)) })
    }
    return .value(value(of: operand), storage)
  }

  /// A value of the graph for values from the host, which their storage keeps.
  private func value(of operand: Operand) -> GraphValue {
    let type = ValueType(operand.shape, operand.storage.kind)
    let value = lock.withLock { _ in GraphValue(type, number: graph.number(of: type), of: nil) }
    operand.storage.keep(HeldValue(value, of: self, isFromHost: true))
    return value
  }

  /// Makes values from the host arrays of their own, however few numbers they are.
  public func adopt(_ values: [Operand]) {
    for operand in values {
      if let held = operand.storage.engineValues as? HeldValue, held.engine === self { continue }
      operand.storage.evaluate()
      _ = value(of: operand)
    }
  }

  /// Brings the values of several storages to the host, computed by one program and fetched together.
  public func evaluate(_ storages: [Storage]) {
    let held = storages.filter { !$0.isEvaluated }.compactMap { storage -> HeldValue? in
      guard let held = storage.engineValues as? HeldValue, held.engine === self else { return nil }
      return held
    }
    for (held, storage) in zip(held, fetch(held)) { held.keep(storage) }
    for storage in storages { storage.evaluate() }
  }

  /// The values on the host; everything that is alive is evaluated.
  func fetch(_ held: [HeldValue]) -> [Storage] {
    if held.isEmpty { return [] }
    do throws(PJRTProblem) {
      return try lock.withLock { _ throws(PJRTProblem) in
        try graph.evaluate()
        return try graph.fetch(held.map(\.value))
      }
    } catch { failure(error) }
  }

  /// Runs a program that computes everything that is alive.
  public func flush() {
    do throws(PJRTProblem) {
      try lock.withLock { _ throws(PJRTProblem) in try graph.evaluate() }
    } catch { failure(error) }
  }
}
