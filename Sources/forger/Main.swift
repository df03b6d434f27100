import ForgerCommand

/// The command with Forger's own architectures.
///
/// A package elsewhere has its own command in the same way:
/// `Forger.main(adding: [SpiralArchitecture.self])`.
@main
struct Main {
  static func main() { Forger.main() }
}
