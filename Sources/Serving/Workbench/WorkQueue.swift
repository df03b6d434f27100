internal import Foundation
internal import Synchronization

#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// A bounded queue of work for one thread.
final class WorkQueue: Sendable {
  /// A piece of work.
  typealias Body = @Sendable (_ progress: @escaping (Double) throws -> Void) throws -> WorkResult

  /// What has become of a job.
  enum State: Sendable {
    /// It waits for so many others.
    case waiting
    /// It is worked at; the share that is done.
    case running(Double)
    /// It is done.
    case done(WorkResult)
    /// It cannot be done.
    case failed(String)
  }

  /// The most jobs that wait.
  static let mostWaiting = 8
  private static let mostKept = 64

  private struct Job {
    let number: Int
    let body: Body
  }

  private struct Contents {
    var waiting: [Job] = []
    var states: [(number: Int, state: State)] = []
    var canceled: Set<Int> = []
    var last = 0
    var isClosed = false
  }

  private let contents = Mutex(Contents())
  private let arrived = DispatchSemaphore(value: 0)

  /// A queue.
  ///
  /// - Parameters:
  ///   - niceness: How far its thread gives way to others, from 0 to 19; on Linux alone.
  ///   - around: Runs a job, and sets up what it computes with.
  init(niceness: Int, running around: @escaping @Sendable (() -> Void) -> Void) {
    let thread = Thread { [weak self] in
      #if !canImport(Darwin)
      // On Linux this is of the calling thread alone.
      _ = setpriority(.init(PRIO_PROCESS.rawValue), 0, Int32(niceness))
      #endif
      while let queue = self, queue.step(around) {}
    }
    thread.stackSize = 16 << 20
    thread.name = "workbench"
    thread.start()
  }

  /// Adds a job.
  ///
  /// - Returns: Its number.
  /// - Throws: `Refusal` if too many wait.
  func add(_ body: @escaping Body) throws(Refusal) -> Int {
    let number = contents.withLock { contents -> Int? in
      guard contents.waiting.count < Self.mostWaiting, !contents.isClosed else { return nil }
      contents.last += 1
      contents.waiting.append(Job(number: contents.last, body: body))
      contents.states.append((contents.last, .waiting))
      if contents.states.count > Self.mostKept { contents.states.removeFirst() }
      return contents.last
    }
    guard let number else { throw .busy }
    arrived.signal()
    return number
  }

  /// What has become of a job; `nil` for none, or one of long ago.
  func state(of number: Int) -> State? {
    contents.withLock { contents in contents.states.last { $0.number == number }?.state }
  }

  /// Gives a job up; one that is worked at ends at its next step.
  func cancel(_ number: Int) {
    contents.withLock { contents in
      contents.waiting.removeAll { $0.number == number }
      let index = contents.states.firstIndex { $0.number == number }
      guard let index else { return }
      switch contents.states[index].state {
      case .waiting: contents.states[index].state = .failed("given up")
      case .running: contents.canceled.insert(number)
      default: break
      }
    }
  }

  /// Ends the thread after its job.
  func close() {
    contents.withLock { contents in
      contents.isClosed = true
      contents.waiting = []
      contents.canceled = Set(contents.states.map(\.number))
    }
    arrived.signal()
  }

  /// Waits for a job and does it; `false` once the queue is closed.
  private func step(_ around: (() -> Void) -> Void) -> Bool {
    guard arrived.wait(timeout: .now() + 1) == .success else {
      return contents.withLock { !$0.isClosed }
    }
    let job = contents.withLock { contents -> Job? in
      guard !contents.waiting.isEmpty else { return nil }
      let job = contents.waiting.removeFirst()
      Self.set(&contents, job.number, .running(0))
      return job
    }
    guard let job else { return contents.withLock { !$0.isClosed } }
    around {
      let state: State
      do {
        state = .done(try job.body { try self.advance(job.number, to: $0) })
      } catch {
        state = .failed("\(error)")
      }
      contents.withLock { Self.set(&$0, job.number, state) }
    }
    return true
  }

  /// Takes down how far a job is.
  ///
  /// - Throws: `GivenUp` if it is no longer wanted.
  private func advance(_ number: Int, to share: Double) throws {
    try contents.withLock { contents in
      if contents.canceled.remove(number) != nil { throw GivenUp() }
      Self.set(&contents, number, .running(share))
    }
  }

  private static func set(_ contents: inout Contents, _ number: Int, _ state: State) {
    guard let index = contents.states.firstIndex(where: { $0.number == number }) else { return }
    contents.states[index].state = state
  }
}

/// The page no longer wants what was asked for.
private struct GivenUp: Error, CustomStringConvertible {
  let description = "given up"
}

/// What a piece of work came to.
struct WorkResult: Encodable, Sendable {
  /// The number of its files.
  var number = 0
  /// The rows and columns of the grid.
  let rows: Int
  let columns: Int
  /// The height and width of a sample, in pixels.
  let height: Int
  let width: Int
  /// The pixels between samples and around them.
  var border = 0
  /// The latent vectors, where there are some.
  var vectors: [String] = []
  /// Their classes.
  var labels: [Int] = []
  /// What is to be said of it.
  var note: String?
  /// The command that makes it again.
  var command = ""
  /// Whether there are arrays to be saved.
  var hasArrays = false
}
