import Archives
import ArgumentParser
import Foundation
import Recipes
import Serving
import TensorCore
import Terminal

/// `forger serve`.
struct Serve: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Show runs on a page of this machine's browser.",
    usage: "forger serve [<options>] [<run> ...]",
    discussion: """
      The page has the curves and samples of each run, live while it trains, a workbench for its generator, and \
      runs side by side. Only programs of this machine reach it, unless --host says otherwise; then its \
      address has a token, without which it shows nothing.

      EXAMPLES:
        All runs in this folder and the folders in it:
          forger serve

        Two runs, at a port of your choice:
          forger serve cats lynxes --port 8080

        For other machines, by the address that is printed:
          forger serve cats --host 0.0.0.0
      """
  )

  @Argument(
    help: ArgumentHelp(
      "Folders of runs, or folders that hold some. (default: this folder)",
      valueName: "run"
    )
  )
  var runs: [String] = []

  @OptionGroup var place: PagePlace

  @OptionGroup var compute: ComputeOptions

  @Option(help: .hidden)
  var fedBy: String?

  @Flag(help: .hidden)
  var control = false

  func validate() throws {
    for path in runs { try check(path, isNotEmpty: "a run") }
  }

  func run() throws {
    SpinCount.apply()
    signal(SIGPIPE, SIG_IGN)
    allowManyFiles()
    for path in runs where FileKind(at: path) != .folder && fedBy == nil {
      throw FileProblem(path, found: "is no folder", expected: "the folder of a run, or of several")
    }
    if fedBy != nil {
      // What computes here gives way to the training.
      lowerPriority()
      // Ctrl-C is for the training, whose end ends the page.
      signal(SIGINT, SIG_IGN)
    }
    let feed = fedBy.map { RunFeed(of: $0, reading: STDIN_FILENO, writing: dup(STDOUT_FILENO)) }
    var settings = PageServer.Settings()
    try place.apply(to: &settings)
    settings.hasControl = control
    let server = try PageServer(
      of: runs.isEmpty && fedBy == nil ? ["."] : runs,
      settings,
      in: try compute.context(),
      fedBy: feed,
      wordingWarnings: { $0.text },
      wordingReproductions: { $0.command }
    )
    if let feed {
      feed.tell(address: server.address)
    } else {
      let console = Console.standardOutput()
      try console.printResult("The page is at \(server.address) until Ctrl-C.")
    }
    let ended = DispatchSemaphore(value: 0)
    let task = Task {
      defer { ended.signal() }
      try await server.run()
    }
    let code = SignalWatch.during { request -> Int32? in
      while ended.wait(timeout: .now() + 0.1) == .timedOut {
        if let signal = request.signal, fedBy == nil {
          task.cancel()
          return signal.exitCode
        }
      }
      return nil
    }
    // Ctrl-C is how one ends it.
    if let code, code != 130 { throw ExitCode(code) }
  }

  /// Lets this process have as many files and connections open as the system allows.
  private func allowManyFiles() {
    var limit = rlimit()
    guard getrlimit(.init(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return }
    limit.rlim_cur = min(limit.rlim_max, 4096)
    setrlimit(.init(RLIMIT_NOFILE.rawValue), &limit)
  }

  private func lowerPriority() { _ = setpriority(.init(PRIO_PROCESS.rawValue), 0, 19) }
}

/// Where the page is.
struct PagePlace: ParsableArguments {
  /// Where it is unless told otherwise, or at one of the next ports.
  static let usualPort = 8420

  @Option(
    help: ArgumentHelp("The page's port. (default: 8420, or the next that is free)", valueName: "n")
  )
  var port: Int?

  @Option(
    help: ArgumentHelp(
      "The address to listen at; others than this machine need a token. (default: 127.0.0.1)",
      valueName: "address"
    )
  )
  var host: String?

  @Option(
    help: ArgumentHelp(
      "With --host: a name by which others reach it, besides the address.",
      valueName: "name"
    )
  )
  var hostName: String?

  @Option(
    help: ArgumentHelp(
      "With --host: the file of the token, 16 characters or more. (default: a new token)",
      valueName: "path"
    )
  )
  var tokenFile: String?

  func validate() throws {
    try check(port, of: "--port", isIn: 0...65_535)
    try check(host, isNotEmpty: "--host", expecting: "an address")
    try check(hostName, isNotEmpty: "--host-name", expecting: "a name")
    try check(tokenFile, isNotEmpty: "--token-file")
    if host == nil && (hostName != nil || tokenFile != nil) {
      throw ValidationError("--host-name and --token-file need --host")
    }
  }

  /// The options that say the same to another `forger`.
  var arguments: [String] {
    let options = [
      ("--port", port.map { "\($0)" }), ("--host", host), ("--host-name", hostName),
      ("--token-file", tokenFile),
    ]
    return options.flatMap { name, value in value.map { [name, $0] } ?? [] }
  }

  /// Makes settings of the options.
  ///
  /// - Throws: `FileProblem` if the token cannot be read.
  func apply(to settings: inout PageServer.Settings) throws {
    settings.port = port ?? FreePort.first(from: Self.usualPort, at: host ?? settings.host)
    guard let host else { return }
    settings.host = host
    settings.names = hostName.map { [$0] } ?? []
    if let tokenFile {
      let bytes = try InputFile.read(tokenFile, limit: 4096)
      settings.token = String(decoding: bytes, as: UTF8.self)
        .trimmingCharacters(in: .whitespacesAndNewlines)
    } else {
      var generator = SystemRandomNumberGenerator()
      settings.token = (0..<2).map { _ in
        let text = String(generator.next(), radix: 16)
        return String(repeating: "0", count: 16 - text.count) + text
      }.joined()
    }
  }
}
