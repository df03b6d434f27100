import Archives
import Datasets
import Downloads
import Foundation
import Terminal

/// Fetches a dataset that somebody made up: the files that `forger datasets fetch` knows are too large to
/// be fetched a thousand times over, as `Scripts/crashes` does.
///
/// usage: FetchProgram ADDRESS FOLDER ANEW [NAME BYTES SHA256 ...]
@main
struct FetchProgram {
  static func main() {
    do {
      // Not through a buffer: what is told is to be recorded when it is told.
      let text = try fetch(Array(CommandLine.arguments.dropFirst()))
      FileHandle.standardOutput.write(Data((text + "\n").utf8))
    } catch {
      FileHandle.standardError.write(Data("Error: \(error)\n".utf8))
      exit(1)
    }
  }

  private static func fetch(_ arguments: [String]) throws -> String {
    guard arguments.count > 3, arguments.count % 3 == 0 else {
      throw FileProblem("FetchProgram", found: "gets \(arguments)", expected: "what is in its head")
    }
    let files = stride(from: 3, to: arguments.count, by: 3).map { place in
      RemoteFile(
        arguments[place],
        byteCount: Int(arguments[place + 1]) ?? 0,
        sha256: arguments[place + 2]
      )
    }
    let fetch = try DatasetFetch(
      "numbers",
      DatasetSource(address: arguments[0], files: files),
      into: arguments[1],
      settings: DownloadSettings(retries: 0)
    )
    switch try fetch.run(anew: arguments[2] == "anew", on: Console.standardOutput()) {
    case .wasThere: return "it was there"
    case .fetched: return "fetched"
    case .interrupted(_, let bytes): return "kept \(bytes) bytes"
    }
  }
}
