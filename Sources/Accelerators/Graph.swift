internal import PJRT
internal import StableHLO
internal import TensorCore

/// What a `GraphEngine` has captured and compiled; used under the engine's lock.
final class Graph: @unchecked Sendable {
  // Sendable: its engine calls it under a lock.

  /// An operation without its numbers, on operands of given shapes.
  struct KindKey: Hashable {
    let operation: Operation
    let shapes: [Shape]

    /// Hashes the numbers of elements for the shapes: it is done for every operator.
    func hash(into hasher: inout Hasher) {
      hasher.combine(operation)
      for shape in shapes { hasher.combine(shape.elementCount) }
    }
  }

  /// The programs of one structure.
  private final class Structure {
    /// The constants' values when the structure was met first.
    let constants: [Float]
    /// The places of constants that have changed since, in ascending order.
    var varying: [Int] = []
    /// How often more constants have changed.
    var changes = 0
    /// How often that may happen before all are arguments.
    static let mostChanges = 2
    /// The program for these.
    var executable: Executable?
    var text = ""

    init(_ constants: [Float]) { self.constants = constants }
  }

  private(set) var statistics = GraphEngine.Statistics()
  private(set) var latestProgram: String?
  private let client: Client
  private let precision: Program.Precision
  private var pending: [GraphStep] = []
  private var kinds: [KindKey: OperationKind] = [:]
  private var types: [ValueType: Int] = [:]
  private var structures: [[Int]: Structure] = [:]
  /// When the device was last known to compute.
  private var idleSince: ContinuousClock.Instant?
  /// The program that was started last, if it has not been waited for.
  private var execution: Execution?

  init(_ client: Client, _ precision: Program.Precision) {
    self.client = client
    self.precision = precision
  }

  /// The number of a type.
  func number(of type: ValueType) -> Int {
    if let number = types[type] { return number }
    types[type] = types.count
    return types.count - 1
  }

  /// Adds a step to the graph and returns its results.
  func capture(
    _ key: KindKey,
    _ operands: [GraphStep.Operand],
    _ scalars: [Float],
    _ counter: UInt64?
  ) -> [GraphValue] {
    let kind = kind(key)
    let step = GraphStep(kind, operands, scalars, counter)
    step.results = kind.outputs.enumerated().map { output, found in
      GraphValue(found.type, number: found.number, of: step, output: output)
    }
    pending.append(step)
    return step.results
  }

  private func kind(_ key: KindKey) -> OperationKind {
    if let kind = kinds[key] { return kind }
    let outputs = key.operation.outputs(of: key.shapes).map { ($0, number(of: $0)) }
    let kind = OperationKind(kinds.count, key.operation, key.shapes, outputs)
    kinds[key] = kind
    return kind
  }

  /// Forgets what was captured and has not run.
  func clear() {
    for step in pending { step.disconnect() }
    pending.removeAll(keepingCapacity: true)
  }

  /// Runs one program that computes everything that is alive.
  func evaluate() throws(PJRTProblem) {
    let capture = Capture(pending)
    defer {
      capture.finish()
      clear()
    }
    if capture.outputs.isEmpty { return }
    let started = ContinuousClock.now
    let compiled = statistics.compilationSeconds
    let (executable, varying) = try executable(for: capture)
    let arguments = try arguments(of: capture, varying)
    let compilation = statistics.compilationSeconds - compiled
    if execution?.isDone != false {
      let idle = (idleSince ?? started).duration(to: .now) / .seconds(1)
      statistics.hostSeconds += idle - compilation
    }
    statistics.runs += 1
    let kept = capture.inputs.indices.filter { !capture.inputs[$0].isGiven }
    let (buffers, execution) = try executable.run(arguments, keeping: kept)
    self.execution = execution
    idleSince = .now
    // Those that earlier programs took: while this one runs, or waits for them.
    client.freeDroppedBuffers()
    for input in capture.inputs where input.isGiven { input.value.buffer = nil }
    for (value, buffer) in zip(capture.outputs, buffers) {
      value.buffer = buffer
      value.step = nil
    }
  }

  private func executable(
    for capture: Capture
  ) throws(PJRTProblem) -> (Executable, varying: [Int]) {
    let structure: Structure
    if let known = structures[capture.key] {
      structure = known
    } else {
      structure = Structure(capture.constants)
      structures[capture.key] = structure
    }
    let changed = capture.constants.indices.filter {
      capture.constants[$0].bitPattern != structure.constants[$0].bitPattern
    }
    var varying = Set(structure.varying).union(changed).sorted()
    if varying != structure.varying {
      structure.changes += 1
      if structure.changes > Structure.mostChanges { varying = Array(capture.constants.indices) }
    }
    if let executable = structure.executable, varying == structure.varying {
      latestProgram = structure.text
      return (executable, varying)
    }
    let started = ContinuousClock.now
    structure.varying = varying
    structure.text = capture.program(varying: varying).stableHLO(precision)
    latestProgram = structure.text
    let executable = try client.compile(structure.text, outputCount: capture.outputs.count)
    structure.executable = executable
    statistics.compiledPrograms += 1
    statistics.compilationSeconds += started.duration(to: .now) / .seconds(1)
    return (executable, varying)
  }

  /// The buffers of a program's arguments.
  private func arguments(of capture: Capture, _ varying: [Int]) throws(PJRTProblem) -> [Buffer] {
    var buffers: [Buffer] = []
    for input in capture.inputs {
      let value = input.value
      if value.buffer == nil, let storage = input.storage {
        value.buffer = try buffer(of: storage, value.type.shape)
      }
      guard let buffer = value.buffer else { fatalError("GraphEngine: a value is nowhere") }
      buffers.append(buffer)
    }
    let scalars = capture.arguments + varying.map { capture.constants[$0] }
    if !scalars.isEmpty { buffers.append(try vector(scalars, .float32)) }
    if !capture.counters.isEmpty { buffers.append(try vector(capture.counters, .uint64)) }
    return buffers
  }

  private func vector<Number>(
    _ numbers: [Number],
    _ type: Buffer.ElementType
  ) throws(PJRTProblem) -> Buffer {
    statistics.scalarsToDevice += 1
    let outcome = numbers.withUnsafeBytes { bytes -> Result<Buffer, PJRTProblem> in
      do throws(PJRTProblem) {
        return .success(try client.buffer(of: bytes, type: type, dimensions: [numbers.count]))
      } catch { return .failure(error) }
    }
    return try outcome.get()
  }

  /// Copies values to the device.
  private func buffer(of storage: Storage, _ shape: Shape) throws(PJRTProblem) -> Buffer {
    func copy(_ bytes: UnsafeRawBufferPointer, _ type: Buffer.ElementType)
      -> Result<Buffer, PJRTProblem>
    {
      statistics.arraysToDevice += 1
      statistics.bytesToDevice += bytes.count
      do throws(PJRTProblem) {
        return .success(try client.buffer(of: bytes, type: type, dimensions: shape.dimensions))
      } catch { return .failure(error) }
    }
    switch storage.kind {
    case .number: return try storage.withBytes { copy($0, .float32) }.get()
    case .index: return try storage.withBytes { copy($0, .int32) }.get()
    case .bit:
      let bits = storage.hostValues.map { UInt8($0) }
      return try bits.withUnsafeBytes { copy($0, .bool) }.get()
    }
  }

  /// Copies evaluated values to the host.
  func fetch(_ values: [GraphValue]) throws(PJRTProblem) -> [Storage] {
    var copies: [(from: Buffer, to: UnsafeMutableRawBufferPointer)] = []
    defer { for (_, memory) in copies { memory.deallocate() } }
    for value in values {
      guard let buffer = value.buffer else { fatalError("GraphEngine: a value is nowhere") }
      let size = value.type.shape.elementCount * (value.type.kind == .bit ? 1 : 4)
      copies.append((buffer, .allocate(byteCount: size, alignment: 64)))
      statistics.bytesToHost += size
    }
    statistics.arraysToHost += copies.count
    try Buffer.copy(copies)
    if execution?.isDone != false { (execution, idleSince) = (nil, .now) }
    return zip(values, copies).map { value, copy in
      if value.type.kind == .bit { return Storage(bits: Array(copy.to)) }
      return Storage(count: value.type.shape.elementCount, kind: value.type.kind) {
        $0.copyMemory(from: UnsafeRawBufferPointer(copy.to))
      }
    }
  }
}
