public import Datasets

/// How wide and how deep R3GAN's networks are, from the smallest images to the largest.
public struct R3GANStages: Equatable, Sendable {
  /// What the images of one size pass through.
  public struct Stage: Equatable, Sendable {
    /// The channels between residual blocks.
    public let width: Int
    /// The groups of a block's 3×3 convolution.
    public let groups: Int
    /// The residual blocks.
    public let blocks: Int

    /// A stage.
    public init(width: Int, groups: Int, blocks: Int) {
      (self.width, self.groups, self.blocks) = (width, groups, blocks)
    }
  }

  /// A block's 3×3 convolution is so many times as wide as the stage.
  static let expansion = 2
  /// The slope of leaky ReLU below 0.
  static let slope: Float = 0.2

  /// Stage by stage.
  public let stages: [Stage]
  /// The images' sizes, one a stage.
  public let ladder: SizeLadder

  /// Stages for images of a size that is halved once less than there are stages.
  ///
  /// - Precondition: There is a stage.
  public init(_ stages: [Stage], image: ImageShape) {
    self.stages = stages
    ladder = SizeLadder(of: image, halvings: stages.count - 1, rounding: .down)
  }

  /// The published networks' rule, for images of any size.
  ///
  /// The smallest images have 4 to 7 pixels on their shorter side. Four stages have the full width, those
  /// of larger images half, a quarter and so on of it, rounded up. Each has two blocks, in groups of 16
  /// channels, or of as many as divide both 16 and the convolution's width. With a width of 768 these are
  /// the networks for CIFAR-10 (four stages) and FFHQ-64 (five).
  public init(of image: ImageShape, width: Int) {
    let halvings = SizeLadder.usualHalvings(of: image)
    let stages = (0...halvings).map { index in
      let narrowing = max(index - 3, 0)
      let width = (width + (1 << narrowing) - 1) >> narrowing
      let expanded = Self.expansion * width
      let together = (1...4).reduce(1) { expanded.isMultiple(of: 1 << $1) ? 1 << $1 : $0 }
      return Stage(width: width, groups: expanded / together, blocks: 2)
    }
    self.init(stages, image: image)
  }

  /// As many images, beside as many others, as are best worked on at a time.
  ///
  /// What the largest convolutions make of them fills some megabytes, which stay in the processor's last
  /// cache; but of wide networks, whose weights are read anew for each part of a batch, it is no less than
  /// those.
  var imagesAtOnce: Int {
    let largest =
      zip(stages, ladder.sizes).map { stage, size in
        4 * Self.expansion * stage.width * size.pixelCount
      }.max() ?? 1
    let weights = stages.reduce(0) { sum, stage in
      let expanded = Self.expansion * stage.width
      let numbers = 2 * stage.width * expanded + 9 * expanded * expanded / stage.groups
      return sum + 4 * stage.blocks * numbers
    }
    return max(Self.bytesAtOnce / (2 * largest), weights / largest, 1)
  }

  /// Half of what last caches have.
  private static let bytesAtOnce = 16 << 20

  /// The residual blocks of all stages, which decides on how small their first weights are.
  var blockCount: Int { stages.reduce(0) { $0 + $1.blocks } }
}
