public import Adversarial
import Preconditions
internal import TensorCore

/// An architecture that can be trained by its name, for which it has a recipe.
public protocol TrainableArchitecture: Architecture {
  /// The recipe of the architecture's name: the numbers that a run starts from unless told otherwise.
  static var recipe: Recipe { get }
}

/// The architectures that recipes and checkpoints can name.
///
/// There are five to begin with. A program that has more adds them around all that it does:
///
/// ```swift
/// try Architectures.builtIn.adding([SpiralArchitecture.self]).run {
///   let gan = GAN(SpiralArchitecture.recipe)
///   …
/// }
/// ```
///
/// The ones of the current task are known to everything that reads, checks or builds a recipe there.
public struct Architectures: Sendable {
  /// Those that come with Forger; the first is the default.
  public static let builtIn = Architectures([
    ChainerArchitecture.self, MLPArchitecture.self, UpsamplingArchitecture.self,
    TensorFlowArchitecture.self, DCGANArchitecture.self,
  ])

  /// Those that the current task knows.
  ///
  /// They go along with structured tasks, not with dispatch queues or threads that are started inside.
  @TaskLocal public static var current = builtIn

  /// All of them, in the order in which they were added.
  public let all: [any TrainableArchitecture.Type]

  private init(_ all: [any TrainableArchitecture.Type]) { self.all = all }

  /// These and some more.
  ///
  /// - Precondition: No two have the same name, and each one's recipe is of that name.
  public func adding(_ more: [any TrainableArchitecture.Type]) -> Architectures {
    var known = Set(names)
    for architecture in more {
      require(
        known.insert(architecture.name).inserted,
        "Architectures: there are two of the name \(architecture.name)"
      )
      require(
        architecture.recipe.name.rawValue == architecture.name,
        "Architectures: the recipe of \(architecture.name) is of \(architecture.recipe.name)"
      )
    }
    return Architectures(all + more)
  }

  /// Runs `body` where these are the current ones.
  public func run<Result>(_ body: () throws -> Result) rethrows -> Result {
    try Self.$current.withValue(self) { try body() }
  }

  /// Their names.
  public var names: [String] { all.map { $0.name } }

  /// The one of a name, if it is known.
  public subscript(name: String) -> (any TrainableArchitecture.Type)? {
    all.first { $0.name == name }
  }
}
