import ForgerCommand

/// The command with the architectures that come with Forger.
///
/// A package elsewhere has a command of its own in the same way:
/// `Forger.main(adding: [SpiralArchitecture.self])`.
@main
struct Main {
  static func main() { Forger.main() }
}
