internal import Synchronization

#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// By when each connection must have done what it is at; those that have not are shut down, which ends
/// whatever waits for them.
final class Deadlines: Sendable {
  private let deadlines = Mutex<[Int32: ContinuousClock.Instant]>([:])

  /// Nothing is waited for so far.
  init() {}

  /// Gives a connection's socket so many seconds from now.
  func set(_ socket: Int32, seconds: Double) {
    let moment = ContinuousClock.now + .seconds(seconds)
    deadlines.withLock { $0[socket] = moment }
  }

  /// Forgets a socket, which may then be closed; its number may soon be another's.
  func remove(_ socket: Int32) { deadlines.withLock { _ = $0.removeValue(forKey: socket) } }

  /// Shuts down the sockets whose time is over.
  func sweep() {
    let now = ContinuousClock.now
    deadlines.withLock { deadlines in
      for (socket, moment) in deadlines where moment < now {
        shutdown(socket, Int32(SHUT_RDWR))
        deadlines[socket] = nil
      }
    }
  }
}
