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

extension Recipe {
  /// Checks that a training of the recipe makes sense.
  ///
  /// - Throws: `RecipeProblem` for the first setting that does not.
  public func validate() throws(RecipeProblem) {
    try Self.check("batch-size", batchSize, in: 1...65_536)
    try Self.check("latent-size", latent.size, in: 1...65_536)
    try validateImage()
    try Self.check("channels", channels, in: channelStep...8192)
    guard channels.isMultiple(of: channelStep) else {
      throw RecipeProblem(
        setting: "channels",
        found: "\(channels)",
        expected: "a multiple of \(channelStep)"
      )
    }
    try generatorOptimizer.validate("generator-optimizer")
    try discriminatorOptimizer.validate("discriminator-optimizer")
    try validateGame()
    try Self.check(length.unit, length.count, in: 1...1_000_000_000)
    try Self.check("display-interval", intervals.log, in: 1...1_000_000_000)
    try Self.check("progress-interval", intervals.progress, in: 1...1_000_000_000)
    try Self.check("preview-interval", intervals.preview, in: 1...1_000_000_000)
    try Self.check("snapshot-interval", intervals.snapshot, in: 1...1_000_000_000)
    try validateEvaluation()
    try Self.check("preview rows", preview.rows, in: 1...1000)
    try Self.check("preview columns", preview.columns, in: 1...1000)
    guard preview.rows * preview.columns <= 65_536 else {
      throw RecipeProblem(
        setting: "preview",
        found: "\(preview.rows) × \(preview.columns) pictures",
        expected: "at most 65536"
      )
    }
  }

  /// Checks how the generator is evaluated.
  private func validateEvaluation() throws(RecipeProblem) {
    try Self.check("evaluate-every", evaluation.interval, in: 0...1_000_000_000)
    try Self.check("evaluate-samples", evaluation.samples, in: 10...1_000_000)
  }

  /// Checks that the networks can be made for images of the size.
  private func validateImage() throws(RecipeProblem) {
    try Self.check("image-size", image.height, in: 16...512)
    try Self.check("image-size", image.width, in: 16...512)
    guard name != .upsamplingMNIST || (image.height % 4 == 0 && image.width % 4 == 0) else {
      throw RecipeProblem(
        setting: "image-size",
        found: "\(image.height)x\(image.width)",
        expected: "multiples of 4, since \(name.rawValue) doubles images twice"
      )
    }
    guard [1, 3].contains(image.channels) else {
      throw RecipeProblem(
        setting: "image channels",
        found: "\(image.channels)",
        expected: "1 for grey or 3 for colour"
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

  /// Checks what the players minimise and how often they move.
  private func validateGame() throws(RecipeProblem) {
    try Self.check("label-smoothing", labelSmoothing, in: 0...0.5)
    guard labelSmoothing == 0 || objective.isCrossEntropy else {
      throw RecipeProblem(
        setting: "label-smoothing",
        found: plain(labelSmoothing),
        expected: "0, since the objective \(objective.rawValue) has no labels"
      )
    }
    try Self.check("gradient-penalty", gradientPenalty, in: 0...1_000_000)
    try Self.check("r1", r1, in: 0...1_000_000)
    try Self.check("discriminator-steps", discriminatorSteps, in: 1...100)
    try Self.check("average", averageDecay, in: 0...Float(1).nextDown, "0 or more and less than 1")
  }

  /// A number that need not be whole; `expected` says in words what `range` allows.
  private static func check(
    _ setting: String,
    _ value: Float,
    in range: ClosedRange<Float>,
    _ expected: String? = nil
  ) throws(RecipeProblem) {
    guard range.contains(value) else {
      throw RecipeProblem(
        setting: setting,
        found: plain(value),
        expected: expected
          ?? "a number from \(plain(range.lowerBound)) to \(plain(range.upperBound))"
      )
    }
  }

  package static func check(
    _ setting: String,
    _ value: Int,
    in range: ClosedRange<Int>
  ) throws(RecipeProblem) {
    guard range.contains(value) else {
      throw RecipeProblem(
        setting: setting,
        found: "\(value)",
        expected: "a number from \(range.lowerBound) to \(range.upperBound)"
      )
    }
  }
}
