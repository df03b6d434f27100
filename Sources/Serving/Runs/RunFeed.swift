internal import Foundation

#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// The connection to the training that started the server: what it tells comes in by one pipe, what the page asks of
/// it goes out by another.
public final class RunFeed: Sendable {
  /// The folder of the run, as the training names it.
  public let folder: String
  /// What the training tells.
  let lines: AsyncStream<FeedLine>
  private let output: Int32

  /// A feed through two descriptors, which it takes over.
  ///
  /// - Parameters:
  ///   - folder: The folder of the run.
  ///   - input: Where the training tells; its end is the training's.
  ///   - output: Where the page asks.
  public init(of folder: String, reading input: Int32, writing output: Int32) {
    (self.folder, self.output) = (folder, output)
    let (lines, continuation) = AsyncStream.makeStream(
      of: FeedLine.self,
      bufferingPolicy: .bufferingNewest(64)
    )
    self.lines = lines
    let thread = Thread {
      var pending: [UInt8] = []
      var buffer = [UInt8](repeating: 0, count: 64 << 10)
      while true {
        let count = read(input, &buffer, buffer.count)
        if count < 0 && errno == EINTR { continue }
        guard count > 0 else { break }
        pending += buffer[..<count]
        while let end = pending.firstIndex(of: 0x0A) {
          if let line = FeedLine(pending[..<end]) { continuation.yield(line) }
          pending.removeFirst(end + 1)
        }
        if pending.count > FeedLine.mostBytes { pending = [] }
      }
      continuation.finish()
    }
    thread.name = "feed"
    thread.start()
  }

  /// Passes a wish of the page on.
  func ask(_ line: ControlLine) {
    let bytes = Array((line.rawValue + "\n").utf8)
    _ = write(output, bytes, bytes.count)
  }

  /// Tells the training where the page is.
  public func tell(address: String) {
    let bytes = Array((address + "\n").utf8)
    _ = write(output, bytes, bytes.count)
  }
}
