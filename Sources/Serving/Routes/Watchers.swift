internal import Foundation
internal import Synchronization

/// Those who watch runs live: each gets the newest state, once a second or, of many, less often; whoever is slow misses some.
final class Watchers: Sendable {
  /// One of them.
  struct Watcher: Sendable {
    let number: Int
    /// Events as they are sent.
    let events: AsyncStream<[UInt8]>
  }

  private struct Entry {
    let run: Int?
    let continuation: AsyncStream<[UInt8]>.Continuation
    var last: [UInt8] = []
    var silence = 0.0
  }

  /// The most at a time.
  static let most = 64
  /// After so many seconds without news a line is sent all the same, to find out who has gone.
  private static let longestSilence = 10.0
  /// Up to so many are told every second; more of them take no more of a training's time than these.
  private static let toldEverySecond = 8

  private let entries = Mutex<[Int: Entry]>([:])
  private let lastNumber = Mutex(0)

  /// Nobody watches.
  init() {}

  /// The number of watchers.
  var count: Int { entries.withLock { $0.count } }

  /// Adds a watcher of a run, or of the list of runs; `nil` where there are too many.
  func add(run: Int?) -> Watcher? {
    let number = lastNumber.withLock { number in
      number += 1
      return number
    }
    // A slow one has the newest event waiting, and no other.
    let (events, continuation) = AsyncStream.makeStream(
      of: [UInt8].self,
      bufferingPolicy: .bufferingNewest(1)
    )
    let isIn = entries.withLock { entries in
      guard entries.count < Self.most else { return false }
      entries[number] = Entry(run: run, continuation: continuation)
      return true
    }
    return isIn ? Watcher(number: number, events: events) : nil
  }

  /// Forgets a watcher.
  func remove(_ number: Int) { entries.withLock { _ = $0.removeValue(forKey: number) } }

  /// The seconds between two news.
  private var pause: Double { max(1, Double(count) / Double(Self.toldEverySecond)) }

  /// Looks at all runs that are watched and tells their watchers, again and again until the task is canceled.
  func tell(of runs: RunTable) async throws {
    while true {
      let pause = pause
      let watched = entries.withLock { Set($0.values.map(\.run)) }
      for run in watched {
        let event = try await Self.event(of: run, in: runs)
        entries.withLock { entries in
          for (number, var entry) in entries where entry.run == run {
            if entry.last != event {
              (entry.last, entry.silence) = (event, 0)
              entry.continuation.yield(event)
            } else {
              entry.silence += pause
              if entry.silence >= Self.longestSilence {
                entry.silence = 0
                entry.continuation.yield(Array(": \n\n".utf8))
              }
            }
            entries[number] = entry
          }
        }
      }
      try await Task.sleep(for: .seconds(pause))
    }
  }

  private struct RunNews: Encodable {
    let revision: Int
    let status: RunStatus
  }

  private static func event(of number: Int?, in runs: RunTable) async throws -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    let data: Data
    if let number {
      guard let run = runs[number] else { return [] }
      await run.refresh()
      data = try encoder.encode(RunNews(revision: await run.revision, status: await run.status))
    } else {
      var sum = 0
      for run in runs.all {
        await run.refresh()
        sum = sum &* 31 &+ (await run.revision) &+ (await run.status.state.hashValue)
      }
      data = try encoder.encode(["revision": sum])
    }
    return Array("data: ".utf8) + Array(data) + Array("\n\n".utf8)
  }
}
