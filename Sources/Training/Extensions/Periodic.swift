/// An extension made from a closure, for anything that should happen at intervals.
///
/// ```swift
/// trainer.extend(Periodic("preview") { trainer in try drawSamples(trainer.iteration) },
///   every: .iterations(1000))
/// ```
public final class Periodic: Extension {
  /// Its name among the extensions.
  public let name: String
  /// Its position among the extensions.
  public let priority: ExtensionPriority
  private let body: (Trainer) throws -> Void

  /// An extension that calls `body`.
  public init(
    _ name: String,
    priority: ExtensionPriority = .reader,
    _ body: @escaping (Trainer) throws -> Void
  ) {
    self.name = name
    self.priority = priority
    self.body = body
  }

  /// Calls the closure.
  public func run(in trainer: Trainer) throws { try body(trainer) }
}
