internal import Terminal

#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

extension StopRequest {
  /// Waits for some seconds, or until a stop is requested.
  func wait(seconds: Double) {
    let clock = ContinuousClock()
    let end = clock.now + .seconds(seconds)
    while signal == nil {
      // In short intervals, so that a request is noticed soon.
      let milliseconds = min((end - clock.now) / .milliseconds(1), 50)
      guard milliseconds > 0 else { return }
      var time = timespec(tv_sec: 0, tv_nsec: Int(milliseconds * 1_000_000))
      nanosleep(&time, nil)
    }
  }
}
