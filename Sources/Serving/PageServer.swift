internal import Adversarial
internal import Archives
internal import Datasets
internal import Foundation
public import Recipes
public import TensorCore

/// Serves the page of some runs.
public final class PageServer: Sendable {
  /// How the page is served.
  public struct Settings: Sendable {
    /// The address that the server listens at.
    public var host = "127.0.0.1"
    /// The port; 0 for any that is free.
    public var port = 0
    /// Further names by which the server is reached.
    public var names: [String] = []
    /// The token without which nothing is shown; needed where others reach the address.
    public var token: String?
    /// Whether the page may pause, snapshot and stop the run that feeds it.
    public var hasControl = false

    /// Seconds for the whole of a request, and for a reader to take 64 KiB.
    package var secondsAllowed = 20.0

    /// The usual settings.
    public init() {}
  }

  /// Where the page is, with the token if there is one.
  public let address: String

  private let listener: Listener
  private let router: Router
  private let gatekeeper: Gatekeeper
  private let feed: RunFeed?

  /// A server, which already has its port.
  ///
  /// - Parameters:
  ///   - paths: Folders of runs, or folders that hold some.
  ///   - settings: How the page is served.
  ///   - context: What samples are computed in.
  ///   - feed: The run in training that started the server, if one did.
  ///   - warning: Words a warning.
  ///   - reproduction: Words how a result is made again.
  /// - Throws: `FileProblem` if the address cannot be listened at, or others reach it and there is no token.
  public init(
    of paths: [String],
    _ settings: Settings = Settings(),
    in context: Context = .current,
    fedBy feed: RunFeed? = nil,
    wordingWarnings warning: @escaping @Sendable (CollapseWarning) -> String,
    wordingReproductions reproduction: @escaping @Sendable (Reproduction) -> String
  ) throws {
    let isOpen = !Gatekeeper.isLoopback(settings.host)
    guard !isOpen || (settings.token?.utf8.count ?? 0) >= 16 else {
      throw FileProblem(
        settings.host,
        found: "is reached by others",
        expected: "a token of 16 characters or more for it"
      )
    }
    listener = try Listener(
      Listener.Address(host: settings.host, port: settings.port),
      limits: Connection.Limits(
        secondsToRead: settings.secondsAllowed,
        secondsToWrite: settings.secondsAllowed
      )
    )
    let architectures = Architectures.current
    let formats = DatasetFormats.current
    // A training does not wait for the page.
    let queue = WorkQueue(niceness: feed == nil ? 0 : 19) { (work: () -> Void) in
      architectures.run { () -> Void in
        formats.run { () -> Void in context.run { () -> Void in work() } }
      }
    }
    let runs = RunTable(paths, trained: feed?.folder)
    self.feed = feed
    router = Router(
      runs: runs,
      workbench: Workbench(wording: reproduction),
      queue: queue,
      watchers: Watchers(),
      wording: warning,
      facts: ServerFacts(
        version: ForgerVersion.current,
        device: context.run { ComputeDevice.description },
        trainedRun: feed == nil ? nil : 0,
        hasControl: settings.hasControl && feed != nil
      ),
      control: settings.hasControl ? feed.map(Self.control) : nil
    )
    gatekeeper = Gatekeeper(
      host: settings.host,
      port: listener.port,
      names: settings.names,
      token: settings.token
    )
    let host = settings.host.contains(":") ? "[\(settings.host)]" : settings.host
    let query = settings.token.map { "?token=\($0)" } ?? ""
    address = "http://\(host):\(listener.port)/\(query)"
  }

  private static func control(
    of feed: RunFeed
  ) -> @Sendable (ControlLine) -> Void { { feed.ask($0) } }

  /// The port.
  public var port: Int { listener.port }

  /// The number of runs that are shown.
  package var runCount: Int { router.runs.all.count }

  /// The number of connections at present.
  package var connectionCount: Int { listener.connectionCount }

  /// Serves until the task is canceled, or the feed ends.
  public func run() async throws {
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { [router, gatekeeper, listener] in
        try await listener.serve(
          admitting: { head in
            switch gatekeeper.decide(about: head) {
            case .admitted: .success(Router.mostBytes(of: head))
            case .welcomed: .success(0)
            case .refused(let refusal): .failure(refusal)
            }
          },
          answer: { request in
            if gatekeeper.decide(about: request.head) == .welcomed {
              return gatekeeper.welcome
            }
            return await router.answer(request)
          }
        )
      }
      group.addTask { [router] in
        // Whoever opens the page finds long logs read.
        for run in router.runs.all { await run.refresh() }
        try await router.watchers.tell(of: router.runs)
      }
      if let feed {
        group.addTask { [router] in
          for await line in feed.lines { await router.runs[0]?.take(line) }
          await router.runs[0]?.endFeed()
        }
      }
      try await group.next()
      group.cancelAll()
      router.queue.close()
    }
  }

  /// Answers a request as if it had come over a connection.
  package func answer(
    _ bytes: [UInt8]
  ) async -> (status: Int, content: [UInt8], fields: [(name: String, value: String)]) {
    var response: Response
    do throws(Refusal) {
      guard let (head, count) = try RequestHead.read(bytes) else { throw .malformed }
      switch gatekeeper.decide(about: head) {
      case .refused(let refusal): throw refusal
      case .welcomed: response = gatekeeper.welcome
      case .admitted:
        guard head.bodyLength <= Router.mostBytes(of: head) else { throw .bodyTooLarge }
        response = await router.answer(Request(head, body: Array(bytes[count...])))
      }
    } catch {
      response = .refusing(error)
    }
    guard case .bytes(let content) = response.content else {
      return (response.status, [], response.fields)
    }
    return (response.status, content, response.fields)
  }
}

extension Gatekeeper {
  /// The answer that gives a browser the token as a cookie and sends it to the page.
  fileprivate var welcome: Response {
    Response(
      status: 303,
      fields: [
        ("Location", "/"),
        ("Set-Cookie", "\(Self.cookie)=\(cookieValue); HttpOnly; SameSite=Strict; Path=/"),
      ],
      content: .bytes([])
    )
  }
}
