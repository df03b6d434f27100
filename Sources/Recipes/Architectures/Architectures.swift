public import Adversarial
public import Datasets
import Preconditions
internal import TensorCore

/// An architecture with a recipe, so that it can be trained by name.
public protocol TrainableArchitecture: Architecture {
  /// The recipe of the same name: the values that a run uses unless told otherwise.
  static var recipe: Recipe { get }

  /// Settings that its recipes have beside those of all recipes, mostly those of `OwnSetting`s.
  ///
  /// Their names are no other setting's nor another option's of `forger train`.
  static var settings: [Setting<Recipe>] { get }

  /// How both networks are updated once, by a recipe of the architecture.
  static func trainingStep(of training: GANTraining, by recipe: Recipe) -> any TrainingStep

  /// Gives a recipe another size of images, and the numbers that go with it.
  static func fit(_ recipe: inout Recipe, to image: ImageShape)
}

extension TrainableArchitecture {
  /// None.
  public static var settings: [Setting<Recipe>] { [] }

  /// Changes the size alone.
  public static func fit(_ recipe: inout Recipe, to image: ImageShape) { recipe.image = image }

  /// `trainingStep(of:)`, whatever the recipe.
  public static func trainingStep(
    of training: GANTraining,
    by recipe: Recipe
  ) -> any TrainingStep {
    trainingStep(of: training)
  }
}

/// The architectures that recipes and checkpoints can name.
///
/// Forger has seven of its own. A program with more adds them around everything that it does:
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
    TensorFlowArchitecture.self, DCGANArchitecture.self, R3GANArchitecture.self,
    PicturesArchitecture.self,
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
  /// - Precondition: No two have the same name, nor settings of the same name, and each one's recipe is of its name.
  public func adding(_ more: [any TrainableArchitecture.Type]) -> Architectures {
    var known = Set(names)
    var settings = Set((Recipe.commonSettings.settings + ownSettings).map(\.name))
    for architecture in more {
      require(
        known.insert(architecture.name).inserted,
        "Architectures: two are named \(architecture.name)"
      )
      require(
        architecture.recipe.name.rawValue == architecture.name,
        "Architectures: the recipe of \(architecture.name) is named \(architecture.recipe.name)"
      )
      for setting in architecture.settings {
        require(
          settings.insert(setting.name).inserted,
          "Architectures: \(architecture.name) has a setting \(setting.name), which is there already"
        )
      }
    }
    return Architectures(all + more)
  }

  /// Runs `body` with these as the current architectures.
  public func run<Result>(_ body: () throws -> Result) rethrows -> Result {
    try Self.$current.withValue(self) { try body() }
  }

  /// The settings that they bring along, each of its architecture's recipes only.
  fileprivate var ownSettings: [Setting<Recipe>] {
    all.flatMap { architecture in
      architecture.settings.map { $0.only(of: architecture.name) }
    }
  }

  /// Their names.
  public var names: [String] { all.map { $0.name } }

  /// The architecture of a name, if it is known.
  public subscript(name: String) -> (any TrainableArchitecture.Type)? {
    all.first { $0.name == name }
  }
}

extension Recipe {
  /// The settings of recipes, from which flags, files, checks, summaries and stored recipes are made.
  ///
  /// Those of all recipes come first, then those that only some of the current architectures have.
  public static var settings: SettingTable<Recipe> {
    let own = Architectures.current.ownSettings
    return own.isEmpty ? commonSettings : commonSettings + own
  }
}
