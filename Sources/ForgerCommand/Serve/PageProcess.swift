import ArgumentParser
import Foundation
import Serving
import Terminal

/// The process that serves a training's page: this program once more, so that whatever becomes of the page, the
/// training goes its way.
final class PageProcess {
  /// What the training tells it.
  let feed: PageFeed
  /// Where the page is.
  let address: String

  private let process: Process
  private let (input, output): (Pipe, Pipe)
  private static let secondsToEnd = 3.0

  /// Starts the page of the run in a folder.
  ///
  /// - Parameters:
  ///   - folder: The run's folder.
  ///   - place: Where the page is to be.
  ///   - hasControl: Whether the page may pause, snapshot and stop the run.
  /// - Throws: `ExitCode` if it does not start; it has said why.
  init(of folder: String, at place: PagePlace, hasControl: Bool) throws {
    (process, input, output) = (Process(), Pipe(), Pipe())
    process.executableURL = URL(fileURLWithPath: Self.program)
    process.arguments =
      ["serve", "--fed-by", folder, "--threads", "1"] + (hasControl ? ["--control"] : [])
      + place.arguments
    process.standardInput = input
    process.standardOutput = output
    try process.run()
    // The training's copies of the page's ends would keep both pipes open.
    try? input.fileHandleForReading.close()
    try? output.fileHandleForWriting.close()
    guard let line = Self.line(from: output.fileHandleForReading.fileDescriptor) else {
      process.waitUntilExit()
      throw ExitCode(1)
    }
    address = line
    feed = PageFeed(
      writing: input.fileHandleForWriting.fileDescriptor,
      reading: output.fileHandleForReading.fileDescriptor
    )
  }

  /// Ends the page.
  func end() {
    try? input.fileHandleForWriting.close()
    let deadline = Date(timeIntervalSinceNow: Self.secondsToEnd)
    while process.isRunning, Date() < deadline { usleep(20_000) }
    if process.isRunning { kill(process.processIdentifier, SIGKILL) }
  }

  /// The first line from a descriptor; `nil` where it ends before.
  private static func line(from descriptor: Int32) -> String? {
    var bytes: [UInt8] = []
    var byte: UInt8 = 0
    while true {
      let count = read(descriptor, &byte, 1)
      if count < 0 && errno == EINTR { continue }
      guard count == 1, bytes.count < 4096 else { return nil }
      if byte == 0x0A { return String(decoding: bytes, as: UTF8.self) }
      bytes.append(byte)
    }
  }

  /// The file of this program.
  private static var program: String {
    let own = "/proc/self/exe"
    if let target = try? FileManager.default.destinationOfSymbolicLink(atPath: own) {
      // A program that was replaced while it runs has no name, but can still be started.
      return FileManager.default.isExecutableFile(atPath: target) ? target : own
    }
    return Bundle.main.executablePath ?? CommandLine.arguments[0]
  }
}
