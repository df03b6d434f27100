import Preconditions
public import Randomness

/// Random numbers of a distribution, made of given random bits: equal everywhere, whoever makes them.
public struct RandomFill: Hashable, Sendable {
  /// How the numbers are distributed.
  public enum Distribution: Hashable, Sendable {
    /// Uniform in `low..<high`.
    case uniform(low: Float, high: Float)
    /// Normal.
    case normal(mean: Float, standardDeviation: Float)
    /// Normal on the condition of lying within two standard deviations of the mean.
    case truncatedNormal(mean: Float, standardDeviation: Float)
  }

  /// How the numbers are distributed.
  public let distribution: Distribution
  /// The random bits: Philox 4×32-10 of a seed and a key.
  public let blocks: RandomBlocks
  /// The first block of them.
  public let first: UInt64

  /// A fill from given bits.
  public init(_ distribution: Distribution, blocks: RandomBlocks, first: UInt64) {
    self.distribution = distribution
    self.blocks = blocks
    self.first = first
  }

  /// A fill with the next bits of a stream, for `count` numbers.
  init(_ distribution: Distribution, count: Int, using random: RandomStream) {
    self.init(
      distribution,
      blocks: random.blocks,
      first: random.reserve(blocks: RandomBlocks.count(forNumbers: count))
    )
  }
}

/// Standard normal noise times its standard deviation, to be added.
public struct NoiseAddition: Hashable, Sendable {
  /// Where the noise comes from.
  public enum Source: Hashable, Sendable {
    /// From random bits, as `RandomFill` makes it of a mean of 0 and a standard deviation of 1.
    case drawn(RandomBlocks, first: UInt64)
    /// From an operand of the operation's shape.
    case given
  }

  /// The standard deviation σ.
  public let standardDeviation: Float
  /// Where the noise comes from.
  public let source: Source

  /// Noise of a standard deviation.
  public init(standardDeviation: Float, _ source: Source) {
    self.standardDeviation = standardDeviation
    self.source = source
  }
}

/// A regular box of indices inside a larger shape: every `steps[i]`-th along axis i, from `starts[i]`.
public struct IndexBox: Hashable, Sendable {
  /// The first index along each axis.
  public let starts: [Int]
  /// The distance of neighboring indices along each axis.
  public let steps: [Int]
  /// The number of indices along each axis.
  public let sizes: [Int]
  /// The shape that the box lies in.
  public let outer: Shape

  /// A box.
  ///
  /// - Precondition: It lies in `outer`, and the steps are positive.
  public init(starts: [Int], steps: [Int], sizes: [Int], outer: Shape) {
    require(
      starts.count == outer.rank && steps.count == outer.rank && sizes.count == outer.rank
        && outer.dimensions.indices.allSatisfy {
          starts[$0] >= 0 && steps[$0] > 0
            && (sizes[$0] == 0
              || starts[$0] + (sizes[$0] - 1) * steps[$0] < outer.dimensions[$0])
        },
      "IndexBox: \(sizes) from \(starts) by \(steps) in \(outer)"
    )
    self.starts = starts
    self.steps = steps
    self.sizes = sizes
    self.outer = outer
  }
}

/// How a gradient moves a parameter, once.
public struct ParameterUpdate: Hashable, Sendable {
  /// The rule with this step's numbers.
  public enum Rule: Hashable, Sendable {
    /// m ← m + (1 − β₁)(g − m), v ← v + (1 − β₂)(g² − v),
    /// p ← p·remaining − rate·m / (√v·rootScale + ε); slots m and v.
    ///
    /// Source: Kingma and Ba 2015, "Adam", algorithm 1, with the corrections for bias in `rate` and
    /// `rootScale`.
    case adam(
      rate: Float,
      rootScale: Float,
      beta1: Float,
      beta2: Float,
      epsilon: Float,
      remaining: Float
    )
    /// p ← p·remaining − rate·g; no slots.
    case gradientDescent(rate: Float, remaining: Float)
    /// v ← momentum·v + gathered·g, p ← p·remaining + (ofVelocity·v + ofGradient·g); slot v.
    ///
    /// Source: Sutskever et al. 2013, "On the Importance of Initialization and Momentum in Deep
    /// Learning", equations 1 to 4.
    case momentum(
      momentum: Float,
      gathered: Float,
      ofVelocity: Float,
      ofGradient: Float,
      remaining: Float
    )
  }

  /// What is done to every element of the gradient before.
  public enum GradientChange: Hashable, Sendable {
    /// g + rate·p.
    case weightDecay(Float)
    /// g moved into ±bound.
    case clamp(Float)
  }

  /// What is done to the gradient, in this order.
  public let changes: [GradientChange]
  /// How it moves the parameter then.
  public let rule: Rule

  /// An update by a rule, after changes of the gradient.
  public init(_ rule: Rule, changes: [GradientChange] = []) {
    self.rule = rule
    self.changes = changes
  }

  /// The number of slots that the rule keeps for every element.
  public var slotCount: Int {
    switch rule {
    case .adam: 2
    case .gradientDescent: 0
    case .momentum: 1
    }
  }
}
