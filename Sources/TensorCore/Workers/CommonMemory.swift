import Synchronization

/// Memory that all workers see, and waiting for what others do in it.
public protocol CommonMemory: AnyObject, Sendable {
  /// The first byte, at a multiple of 64; all bytes are 0 at first.
  var start: UnsafeMutableRawPointer { get }

  /// Leaves work to be done as soon as it can be, at the latest when this worker next waits for others.
  ///
  /// - Parameter work: Does it if what it needs is there, without waiting; called until it returns `true`.
  func leave(_ work: @escaping @Sendable () -> Bool)

  /// Waits until something holds that other workers see to, and does meanwhile what was left to be done.
  ///
  /// - Throws: If a worker is gone.
  func wait(until holds: () -> Bool) throws
}

/// A counter in memory that all workers see, which one worker counts on and all others read.
package struct CommonCounter {
  private let place: UnsafeMutablePointer<Atomic<UInt64>>

  /// The counter at a place whose bytes are 0 at first.
  package init(at place: UnsafeMutableRawPointer) {
    self.place = place.assumingMemoryBound(to: Atomic<UInt64>.self)
  }

  /// Its value; what its worker wrote before it counted so far can be read.
  package var value: UInt64 { place.pointee.load(ordering: .acquiring) }

  /// Counts on, once all that was written before can be read.
  package func advance(to value: UInt64) { place.pointee.store(value, ordering: .releasing) }

  /// The bytes between two counters, so that none shares a line of the cache.
  package static let stride = 128
}
