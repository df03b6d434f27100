internal import Adversarial
internal import Datasets
internal import Terminal
internal import Training

/// A setting of a recipe that makes no sense.
public struct RecipeProblem: Error, Equatable, CustomStringConvertible {
  /// The setting, as users write it: "channels".
  public let setting: String
  /// What was found.
  public let found: String
  /// What was expected.
  public let expected: String

  /// A setting that makes no sense.
  public init(setting: String, found: String, expected: String) {
    (self.setting, self.found, self.expected) = (setting, found, expected)
  }

  /// One line: "channels is 12; expected a multiple of 8".
  public var description: String { "\(setting) is \(found); expected \(expected)" }
}

extension RecipeProblem {
  /// The mistake of a setting.
  init(setting: String, _ mistake: SettingMistake) {
    self.init(setting: setting, found: mistake.found, expected: mistake.expected)
  }
}

extension Recipe {
  /// Checks that a training of the recipe makes sense: each setting by itself, then what must go together.
  ///
  /// - Throws: `RecipeProblem` for the first setting that does not.
  public func validate() throws(RecipeProblem) {
    try Self.settings.validate(self)
    guard name != .upsamplingMNIST || (image.height % 4 == 0 && image.width % 4 == 0) else {
      throw RecipeProblem(
        setting: "image-size",
        found: "\(ImageSize(of: image))",
        expected: "multiples of 4, since \(name.rawValue) doubles images twice"
      )
    }
    guard channels.isMultiple(of: channelStep) else {
      throw RecipeProblem(
        setting: "channels",
        found: "\(channels)",
        expected: "a multiple of \(channelStep)"
      )
    }
    guard labelSmoothing == 0 || objective.isCrossEntropy else {
      throw RecipeProblem(
        setting: "label-smoothing",
        found: plain(labelSmoothing),
        expected: "0, since the objective \(objective.rawValue) has no labels"
      )
    }
    guard preview.rows * preview.columns <= 65_536 else {
      throw RecipeProblem(
        setting: "preview",
        found: "\(preview.rows) × \(preview.columns) samples",
        expected: "at most 65536"
      )
    }
  }

  /// What the width of the networks must be a multiple of, so that they can halve it.
  private var channelStep: Int {
    switch name {
    case .dcganCIFAR10: 1 << SizeLadder(chainerOf: image).halvings
    case .upsamplingMNIST: 2
    case .mlpMNIST, .dcgan, .dcganMNIST: 1
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
