import ArgumentParser
import Distributed
import Foundation
import Synchronization
import Terminal

/// The processes that an MPI launcher started for one command.
enum Processes {
  /// Runs a command's work in one of them, or in the only one: the first prints, the others are silent.
  ///
  /// - Throws: What `body` throws, as a `ProcessFailure` that ends the other processes where there are some.
  static func run(_ body: (any Communicator, Console) throws -> Void) throws {
    guard let launched = try MPICommunicator.launched(by: ProcessInfo.processInfo.environment)
    else { return try body(SingleProcess(), .standardOutput()) }
    let joined = Mutex<MemoryCommunicator?>(nil)
    if launched.size > 1 {
      launched.watch(patience: patience) {
        joined.withLock { $0 }
      } losing: {
        lose(launched, $0)
      }
    }
    let console = launched.rank == 0 ? Console.standardOutput() : Console(.lines) { _ in }
    var memory: MemoryCommunicator?
    do {
      memory = usesMemory ? try MemoryCommunicator.joined(launched) : nil
      joined.withLock { $0 = memory }
      try body(memory ?? launched, console)
    } catch let code as ExitCode {
      // All processes stop for the same signal.
      try? memory?.barrier()
      launched.finalize()
      throw code
    } catch {
      throw launched.size == 1 ? error : ProcessFailure(error: error, communicator: launched)
    }
    try? memory?.barrier()
    launched.finalize()
  }

  /// What a process says of a command line with something wrong in it: all of that in the first process, a line in others, unless
  /// their launcher ends them before, once the first has ended.
  static func complaint(_ lines: [String]) -> [String] {
    let environment = ProcessInfo.processInfo.environment
    guard let rank = MPICommunicator.rank(givenBy: environment), rank > 0 else { return lines }
    sleep(3)
    return lines.prefix(1).map { "Rank \(rank): \($0)" }
  }

  /// Whether processes of one machine add up in memory; `FORGER_MPI_MEMORY=0` shows what that brings.
  private static var usesMemory: Bool {
    ProcessInfo.processInfo.environment["FORGER_MPI_MEMORY"] != "0"
  }

  /// The seconds for which a process waits for another: `FORGER_MPI_PATIENCE`, or half an hour.
  private static var patience: Double {
    ProcessInfo.processInfo.environment["FORGER_MPI_PATIENCE"].flatMap { Double($0) }
      .flatMap { $0 > 0 ? $0 : nil } ?? 1800
  }

  /// Ends this process, and by its launcher the others, where MPI notices nothing.
  private static func lose(_ communicator: MPICommunicator, _ failure: CommunicationFailure) {
    let error = ProcessFailure(error: failure, communicator: communicator)
    StandardStreams.complain([error.message])
    // The call that hangs holds what others would need to end in peace.
    _exit(1)
  }
}

/// Why one of several processes ends, and all others with it.
struct ProcessFailure: Error {
  let error: any Error
  let communicator: any Communicator

  /// Says whose error it is.
  var message: String {
    "Error on rank \(communicator.rank) of \(communicator.size): \(inWords(error))"
  }

  /// Says why, and ends all processes.
  func end() {
    // What fails everywhere is said once: the first process ends the others before they say it, too. A process that
    // another one failed to reach has less to say than that one.
    let isConsequence = error is CommunicationFailure
    if communicator.rank > 0 || isConsequence { usleep(isConsequence ? 2_000_000 : 500_000) }
    StandardStreams.complain([message])
    // What launchers have not passed on, they drop when processes are ended.
    usleep(200_000)
    communicator.abort(status: 1)
  }
}
