#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// Turns SIGHUP, SIGINT and SIGTERM into stop requests during a run.
///
/// The first signal asks the run to stop in good order. Another one ends the process at once with the exit
/// code of that signal; files are replaced atomically, so none is left half-written. Signals within half a
/// second of the first count as the same request: `timeout` and process groups send theirs twice. A SIGHUP
/// that is ignored, as by `nohup`, stays ignored.
public enum SignalWatch {
  /// Runs `body` with a request that signals make, and restores the previous handlers afterward.
  ///
  /// Calls must not be nested, since signals belong to the whole process.
  public static func during<Result>(
    _ body: (StopRequest) throws -> Result
  ) rethrows -> Result {
    arrivals.clear()
    let previous = watchedSignals.map { ($0.rawValue, install($0)) }
    defer {
      for (signal, action) in previous {
        withUnsafePointer(to: action) { _ = sigaction(signal, $0, nil) }
      }
    }
    return try body(arrivals.request)
  }

  /// The request that signals make, for what holds a run and must let go of it.
  public static var request: StopRequest { arrivals.request }

  private static var watchedSignals: [StopSignal] {
    (isIgnored(.hangup) ? [] : [.hangup]) + [.interrupt, .terminate]
  }

  private static func isIgnored(_ signal: StopSignal) -> Bool {
    var action = sigaction()
    sigaction(signal.rawValue, nil, &action)
    #if canImport(Darwin)
    let handler = action.__sigaction_u.__sa_handler
    #elseif canImport(Musl)
    let handler = action.__sa_handler.sa_handler
    #else
    let handler = action.__sigaction_handler.sa_handler
    #endif
    return unsafeBitCast(handler, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self)
  }

  /// Installs the handler of a signal and returns the previous one.
  private static func install(_ signal: StopSignal) -> sigaction {
    var action = sigaction()
    #if canImport(Darwin)
    action.__sigaction_u.__sa_handler = handleStopSignal
    #elseif canImport(Musl)
    action.__sa_handler.sa_handler = handleStopSignal
    #else
    action.__sigaction_handler.sa_handler = handleStopSignal
    #endif
    // Interrupted reads and writes are restarted.
    action.sa_flags = SA_RESTART
    // A handler ends before the next one begins on its thread.
    sigemptyset(&action.sa_mask)
    for other in [StopSignal.hangup, .interrupt, .terminate] {
      sigaddset(&action.sa_mask, other.rawValue)
    }
    var previous = sigaction()
    sigaction(signal.rawValue, &action, &previous)
    return previous
  }
}

// Initialized before a handler is installed, so that no handler is the first to use it.
private let arrivals = SignalArrivals()

/// Handles a signal using only atomics, the clock and `_exit`, all of which are async-signal-safe.
private func handleStopSignal(_ number: Int32) {
  guard let signal = StopSignal(rawValue: number) else { return }
  var time = timespec()
  clock_gettime(CLOCK_MONOTONIC, &time)
  // The clock may have started just now.
  let milliseconds = max(1, Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000)
  if arrivals.arrive(signal, at: milliseconds) { _exit(signal.exitCode) }
}
