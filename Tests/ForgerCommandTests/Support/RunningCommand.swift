import FileTestSupport
import Foundation
import Synchronization

/// A `forger` that was started.
final class RunningCommand {
  private let process: Process
  private let files: TemporaryFolder
  private let ended = DispatchSemaphore(value: 0)
  /// A command that takes longer hangs.
  private static let secondsAllowed = 60.0

  init(_ process: Process, writingTo files: TemporaryFolder) throws {
    self.process = process
    self.files = files
    let ended = ended
    process.terminationHandler = { _ in ended.signal() }
    try Self.withUnblockedSignals { try process.run() }
  }

  /// Runs `body` on a thread that takes signals: which of them a process takes at first is settled by
  /// the thread that starts it, and those of thread pools take none.
  private static func withUnblockedSignals(_ body: () throws -> Void) rethrows {
    var (none, previous) = (sigset_t(), sigset_t())
    sigemptyset(&none)
    pthread_sigmask(SIG_SETMASK, &none, &previous)
    defer { pthread_sigmask(SIG_SETMASK, &previous, nil) }
    try body()
  }

  /// The process's number.
  var number: Int32 { process.processIdentifier }

  /// Sends a signal.
  func send(_ signal: Int32) { kill(process.processIdentifier, signal) }

  /// Waits until `condition` holds, or the command has ended, or is given up.
  func wait(until condition: () -> Bool) {
    let deadline = Date(timeIntervalSinceNow: Self.secondsAllowed)
    while !condition(), process.isRunning, Date() < deadline { usleep(2000) }
  }

  /// Waits for the end, which is forced where the command hangs.
  func outcome() throws -> Outcome {
    var ending: Outcome.Ending?
    if ended.wait(timeout: .now() + Self.secondsAllowed) == .timedOut {
      ending = .hung
      send(SIGKILL)
      ended.wait()
    }
    let status = process.terminationStatus
    return Outcome(
      ending: ending ?? (process.terminationReason == .exit ? .code(status) : .signal(status)),
      output: try text("output"),
      errors: try text("errors")
    )
  }

  private func text(_ name: String) throws -> String {
    String(decoding: try Data(contentsOf: URL(fileURLWithPath: files(name))), as: UTF8.self)
  }
}

/// What a command did.
struct Outcome: CustomStringConvertible {
  /// How it ended.
  enum Ending: Equatable {
    case code(Int32)
    case signal(Int32)
    case hung
  }

  let ending: Ending
  /// What it wrote to its standard output.
  let output: String
  /// What it wrote to its standard error.
  let errors: String

  var description: String { "\(ending)\n--- output\n\(output)--- errors\n\(errors)" }
}
