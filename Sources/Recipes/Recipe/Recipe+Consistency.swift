internal import Adversarial
internal import Datasets
internal import Optimizers
internal import Terminal
internal import Training

/// An invalid setting of a recipe.
public struct RecipeProblem: Error, Equatable, CustomStringConvertible {
  /// The setting, as users write it: "channels".
  public let setting: String
  /// What was found.
  public let found: String
  /// What was expected.
  public let expected: String

  /// An invalid setting.
  public init(setting: String, found: String, expected: String) {
    (self.setting, self.found, self.expected) = (setting, found, expected)
  }

  /// One line: "channels is 12; expected a multiple of 8".
  public var description: String { "\(setting) is \(found); expected \(expected)" }
}

extension RecipeProblem {
  /// The mistake in a setting.
  init(setting: String, _ mistake: SettingMistake) {
    self.init(setting: setting, found: mistake.found, expected: mistake.expected)
  }
}

extension Recipe {
  /// Checks that the recipe can be trained: each setting by itself, then those that depend on each other.
  ///
  /// - Throws: `RecipeProblem` for the first invalid setting.
  public func validate() throws(RecipeProblem) {
    guard let architecture = name.architecture else {
      throw RecipeProblem(setting: "recipe", found: name.rawValue, expected: RecipeName.expected)
    }
    try Self.settings.validate(self)
    try validateNetworks(of: architecture)
    guard labelSmoothing == 0 || objective.isCrossEntropy else {
      throw RecipeProblem(
        setting: "label-smoothing",
        found: plain(labelSmoothing),
        expected: "0, since the objective \(objective.rawValue) has no labels"
      )
    }
    try validateStart()
    try validateAugmentation()
    guard averageDecay == 0 || averageHalfLife == 0 else {
      throw RecipeProblem(
        setting: "average-half-life",
        found: "\(averageHalfLife)",
        expected: "0, since average is \(plain(averageDecay))"
      )
    }
    try Self.validate(generatorOptimizer, in: "generator-optimizer")
    try Self.validate(discriminatorOptimizer, in: "discriminator-optimizer")
    guard preview.rows * preview.columns <= 65_536 else {
      throw RecipeProblem(
        setting: "preview",
        found: "\(preview.rows) × \(preview.columns) samples",
        expected: "at most 65536"
      )
    }
  }

  /// Checks that no schedule takes Adam's numbers out of their range.
  private static func validate(
    _ optimizer: OptimizerSettings,
    in group: String
  ) throws(RecipeProblem) {
    guard case .adam(let adam) = optimizer.rule,
      !(adam.beta2 * adam.beta2Schedule.largestFactor < 1)
    else { return }
    throw RecipeProblem(
      setting: "\(group).beta2-schedule",
      found: "'\(adam.beta2Schedule.settingText)'",
      expected: "one that keeps a beta2 of \(plain(adam.beta2)) below 1"
    )
  }

  /// Checks that what adjusts augmentation has something to adjust.
  ///
  /// Numbers that nobody gave are no mistake: the recipe's own, those that it has for the size of the images, and the
  /// settings' defaults, which an older run's file leaves out.
  private func validateAugmentation() throws(RecipeProblem) {
    var usual = architecture.recipe
    architecture.fit(&usual, to: image)
    for (choice, names) in [
      (AugmentationChoice.automatic, ["augment-target", "augment-images"]),
      (.fixed, ["augment-probability", "augment-rise"]),
    ] where choice != augmentation {
      for setting in names.compactMap({ Self.settings[$0] }) {
        let expected = setting.text(usual) ?? ""
        let known = [expected, setting.text(architecture.recipe), setting.defaultText]
        guard let found = setting.text(self), !known.contains(found) else { continue }
        throw RecipeProblem(
          setting: setting.name,
          found: found,
          expected: "\(expected), since augment is \(augmentation) and not \(choice)"
        )
      }
    }
  }

  /// Checks that the networks can be built for the images and the width.
  private func validateNetworks(
    of architecture: any TrainableArchitecture.Type
  ) throws(RecipeProblem) {
    if !architecture.takesClasses {
      switch classes {
      case .none, .automatic: break
      case .all, .count:
        throw RecipeProblem(
          setting: "classes",
          found: classes.settingText,
          expected: "none, since the networks of \(name.rawValue) take no classes"
        )
      }
    }
    guard classifierWeight == 0 || architecture.hasClassifier else {
      throw RecipeProblem(
        setting: "auxiliary-classifier",
        found: "\(plain(classifierWeight))",
        expected: "0, since the discriminator of \(name.rawValue) has no classifier"
      )
    }
    guard classNames.isEmpty || classes == .count(classNames.count) else {
      throw RecipeProblem(
        setting: "class-names",
        found: "\(classNames.count) names",
        expected: "one for each class, classes being \(classes.settingText)"
      )
    }
    let step = architecture.widthStep(for: image)
    guard channels.isMultiple(of: step) else {
      throw RecipeProblem(
        setting: "channels",
        found: "\(channels)",
        expected: "a multiple of \(step)"
      )
    }
    do throws(NetworkShapeProblem) { try architecture.check(networkShape) } catch {
      throw RecipeProblem(
        setting: Self.setting(of: error.part),
        found: error.found,
        expected: error.expected
      )
    }
  }

  /// The user's name for a part of the networks' shape.
  private static func setting(of part: NetworkShapeProblem.Part) -> String {
    switch part {
    case .image: "image-size"
    case .width: "channels"
    case .latentSize: "latent-size"
    case .conditioning: "classes"
    case .own(let name): name
    }
  }

  package static func check(
    _ setting: String,
    _ value: Int,
    in range: ClosedRange<Int>
  ) throws(RecipeProblem) {
    guard let mistake = SettingMistake(value, unlessIn: range, expected: nil) else { return }
    throw RecipeProblem(setting: setting, mistake)
  }
}
