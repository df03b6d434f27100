/// A 64-byte aligned block of memory that lives as long as its owner's scope.
struct Scratch: ~Copyable {
  let address: UnsafeMutableRawPointer

  /// A block of at least one byte.
  init(byteCount: Int) {
    address = .allocate(byteCount: max(byteCount, 1), alignment: 64)
  }

  deinit { address.deallocate() }
}
