public import Adversarial
import Preconditions
internal import TensorCore

/// An architecture with a recipe, so that it can be trained by name.
public protocol TrainableArchitecture: Architecture {
  /// The recipe of the same name: the values that a run uses unless told otherwise.
  static var recipe: Recipe { get }
}

/// The architectures that recipes and checkpoints can name.
///
/// Forger has five of its own. A program with more adds them around everything that it does:
///
/// ```swift
/// try Architectures.builtIn.adding([SpiralArchitecture.self]).run {
///   let gan = GAN(SpiralArchitecture.recipe)
///   …
/// }
/// ```
///
/// Everything that reads, checks or builds a recipe in the current task knows these.
public struct Architectures: Sendable {
  /// Forger's own; the first is the default.
  public static let builtIn = Architectures([
    ChainerArchitecture.self, MLPArchitecture.self, UpsamplingArchitecture.self,
    TensorFlowArchitecture.self, DCGANArchitecture.self,
  ])

  /// The architectures that the current task knows.
  ///
  /// Structured tasks inherit them; dispatch queues and threads started inside do not.
  @TaskLocal public static var current = builtIn

  /// All of them, in the order in which they were added.
  public let all: [any TrainableArchitecture.Type]

  private init(_ all: [any TrainableArchitecture.Type]) { self.all = all }

  /// These architectures and some more.
  ///
  /// - Precondition: No two have the same name, and each recipe has its architecture's name.
  public func adding(_ more: [any TrainableArchitecture.Type]) -> Architectures {
    var known = Set(names)
    for architecture in more {
      require(
        known.insert(architecture.name).inserted,
        "Architectures: two are named \(architecture.name)"
      )
      require(
        architecture.recipe.name.rawValue == architecture.name,
        "Architectures: the recipe of \(architecture.name) is named \(architecture.recipe.name)"
      )
    }
    return Architectures(all + more)
  }

  /// Runs `body` with these as the current architectures.
  public func run<Result>(_ body: () throws -> Result) rethrows -> Result {
    try Self.$current.withValue(self) { try body() }
  }

  /// Their names.
  public var names: [String] { all.map { $0.name } }

  /// The architecture of a name, if it is known.
  public subscript(name: String) -> (any TrainableArchitecture.Type)? {
    all.first { $0.name == name }
  }
}
