import Preconditions
import Synchronization

/// The values behind a tensor, in memory or still owed by an engine.
///
/// Where values are is the engines' business. Other code creates storages from values and reads them back;
/// see `Tensor`.
public final class Storage: @unchecked Sendable {
  // Sendable: the values are written by the kernel that creates the storage, before anybody else sees it, and
  // later only by an owner that has made sure to be the only one. Owed values are brought to memory under the
  // lock of `owed`; the address, published last, says that they are there.

  /// The number of values.
  public let count: Int
  /// The kind of the values.
  public let kind: ElementKind
  /// The address of the first value; `nil` until there is one.
  private let address: Atomic<UnsafeMutableRawPointer?>
  private let owed: Mutex<(any OwedValues)?>
  /// The storage's own block, if it has one.
  private let block: (pool: BufferPool, capacity: Int)?
  /// The owner of the block otherwise.
  private var lender: Storage?
  /// What keeps the values' memory where no storage does.
  private let owner: AnyObject?

  /// Room for `count` values, uninitialized, from the current context's pool.
  ///
  /// The block's size is a multiple of 64 bytes: kernels may read and write whole vectors of 16 values past
  /// the last one, whose contents are undefined.
  init(count: Int, kind: ElementKind = .number) {
    self.count = count
    self.kind = kind
    let bytes =
      switch kind {
      case .number, .index: count * MemoryLayout<Float>.stride
      case .bit: (count + 127) / 128 * 16
      }
    let pool = Context.current.bufferPool
    let (start, capacity) = pool.take(bytes)
    address = Atomic(start)
    block = (pool, capacity)
    owner = nil
    owed = Mutex(nil)
  }

  /// Numbers in memory that others write, too, and that an object keeps; see `moveToOwnMemory`.
  init(count: Int, at start: UnsafeMutablePointer<Float>, keptBy owner: AnyObject) {
    self.count = count
    kind = .number
    address = Atomic(UnsafeMutableRawPointer(start))
    block = nil
    self.owner = owner
    owed = Mutex(nil)
  }

  /// Values that an engine owes: computed when they are first needed in memory.
  public init(count: Int, kind: ElementKind = .number, owed: any OwedValues) {
    self.count = count
    self.kind = kind
    address = Atomic(nil)
    block = nil
    owner = nil
    self.owed = Mutex(owed)
  }

  deinit {
    if let block, let start = address.load(ordering: .relaxed) {
      block.pool.give(start, capacity: block.capacity)
    }
  }

  /// The owed values; `nil` once they are in memory.
  public var owedValues: (any OwedValues)? {
    isEvaluated ? nil : owed.withLock { $0 }
  }

  /// The values as an engine knows them: owed, or beside those in memory, such as on a device.
  package var engineValues: (any OwedValues)? { owed.withLock { $0 } }

  /// Keeps what an engine knows of the values beside those in memory; `nil` before they change.
  package func keep(_ values: (any OwedValues)?) { owed.withLock { $0 = values } }

  /// Whether the values are in memory.
  public var isEvaluated: Bool { address.load(ordering: .acquiring) != nil }

  /// Whether the values are in the storage's own block, so that its only holder may write to it.
  var hasOwnMemory: Bool { block != nil }

  /// Where the values may be written by this storage's only holder, if nobody else may read them.
  var writable: Storage? {
    if hasOwnMemory { return self }
    guard isEvaluated, isKnownUniquelyReferenced(&lender) else { return nil }
    return lender.flatMap { $0.hasOwnMemory ? $0 : nil }
  }

  /// Copies numbers that another storage has in memory, before others write there.
  ///
  /// - Precondition: They are in memory, and nobody reads them meanwhile.
  func moveToOwnMemory() {
    let copy = Storage(count: count) { _ = $0.update(fromContentsOf: values) }
    lender = copy
    address.store(copy.start, ordering: .releasing)
  }

  /// Brings the values to memory if they are not there yet.
  public func evaluate() { _ = start }

  /// The address of the values, which are computed if they are owed.
  fileprivate var start: UnsafeMutableRawPointer {
    @inline(__always) get { address.load(ordering: .acquiring) ?? evaluated() }
  }

  @inline(never)
  private func evaluated() -> UnsafeMutableRawPointer {
    let address = owed.withLock { owed -> UInt in
      if let start = self.address.load(ordering: .acquiring) { return UInt(bitPattern: start) }
      guard let values = owed?.values() else { fatalError("Storage: nobody owes its values") }
      require(
        values.count == count && values.kind == kind,
        "Storage: \(values.count) values for \(count)"
      )
      if owed?.staysKnown != true { owed = nil }
      lender = values
      self.address.store(values.start, ordering: .releasing)
      return UInt(bitPattern: values.start)
    }
    guard let start = UnsafeMutableRawPointer(bitPattern: address) else {
      fatalError("Storage: values at no address")
    }
    return start
  }
}

/// Values that an engine has not yet brought to memory.
public protocol OwedValues: AnyObject, Sendable {
  /// Computes them if necessary and returns a storage that has them in memory; called once.
  func values() -> Storage

  /// Whether the engine still knows the values once they are in memory, and computes with those.
  var staysKnown: Bool { get }
}

extension OwedValues {
  /// Not: memory is where they are.
  public var staysKnown: Bool { false }
}

extension Storage {
  /// Numbers from the host, as `initialize` writes all of them.
  convenience init(count: Int, initialize: (UnsafeMutableBufferPointer<Float>) -> Void) {
    self.init(count: count)
    initialize(values)
  }

  /// The first value.
  var base: UnsafeMutablePointer<Float> {
    @inline(__always) get { start.assumingMemoryBound(to: Float.self) }
  }

  /// The numbers.
  var values: UnsafeMutableBufferPointer<Float> {
    UnsafeMutableBufferPointer(start: base, count: count)
  }

  /// The first index, of a storage of indices.
  var indices: UnsafeMutablePointer<Int32> { start.assumingMemoryBound(to: Int32.self) }

  /// The bytes that hold the bits of the values from `index`: value i is bit i % 8 of byte i / 8.
  ///
  /// - Precondition: It is a storage of bits, and `index` a multiple of 8.
  func bits(from index: Int) -> UnsafeMutablePointer<UInt8> {
    start.assumingMemoryBound(to: UInt8.self) + index / 8
  }

  /// Numbers or indices from the host, whose bytes `fill` writes.
  package convenience init(
    count: Int,
    kind: ElementKind,
    filledBy fill: (UnsafeMutableRawBufferPointer) -> Void
  ) {
    self.init(count: count, kind: kind)
    fill(UnsafeMutableRawBufferPointer(start: start, count: count * MemoryLayout<Float>.stride))
  }

  /// Bits from the host, given as a byte each.
  package convenience init(bits: [UInt8]) {
    self.init(count: bits.count, kind: .bit)
    for first in stride(from: 0, to: bits.count, by: 8) {
      let byte = bits[first..<min(first + 8, bits.count)].reversed().reduce(0) { $0 << 1 | $1 & 1 }
      self.bits(from: first)[0] = byte
    }
  }

  /// Calls `body` with the bytes of the numbers or indices, which are brought to memory.
  package func withBytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
    let bytes = UnsafeRawBufferPointer(start: start, count: count * MemoryLayout<Float>.stride)
    return body(bytes)
  }

  /// The values of any kind as numbers on the host.
  public var hostValues: [Double] {
    switch kind {
    case .number: values.map(Double.init)
    case .index: (0..<count).map { Double(indices[$0]) }
    case .bit: (0..<count).map { Double(bits(from: $0 / 8 * 8)[0] >> ($0 % 8) & 1) }
    }
  }
}
