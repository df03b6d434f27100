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

  /// The names of those settings whose values follow from the images, unless a recipe says otherwise.
  ///
  /// At their defaults they are left to `settle(_:for:)`, and to what was settled, where a run is resumed; a run that starts
  /// from another one settles them anew.
  static var imageSettings: [String] { get }

  /// Chooses for a recipe what it leaves to the images.
  ///
  /// - Parameters:
  ///   - recipe: A recipe of the architecture, whose classes are known.
  ///   - dataset: The images that it is trained on.
  static func settle(_ recipe: inout Recipe, for dataset: any ImageDataset)

  /// Gives freshly drawn networks what they take from the images before their first iteration, beside what they may have
  /// taken from another run.
  ///
  /// - Parameters:
  ///   - gan: Networks of the architecture.
  ///   - dataset: The images, as the networks see them.
  /// - Throws: If an image cannot be read.
  static func prepare(_ gan: GAN, for dataset: any ImageDataset) throws

  /// How both networks are updated once, by a recipe of the architecture.
  static func trainingStep(of training: GANTraining, by recipe: Recipe) -> any TrainingStep

  /// Gives a recipe another size of images, and the numbers that go with it.
  static func fit(_ recipe: inout Recipe, to image: ImageShape)
}

extension TrainableArchitecture {
  /// None.
  public static var settings: [Setting<Recipe>] { [] }

  /// None.
  public static var imageSettings: [String] { [] }

  /// Chooses nothing.
  public static func settle(_ recipe: inout Recipe, for dataset: any ImageDataset) {}

  /// Finds the sketches that the generator starts from, if it does.
  public static func prepare(_ gan: GAN, for dataset: any ImageDataset) throws {
    guard let generator = gan.generator as? any GuidedGenerator else { return }
    try SketchFitting(of: generator, gan.recipe, to: dataset)?.run()
  }

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
