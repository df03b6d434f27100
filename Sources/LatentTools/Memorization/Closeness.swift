internal import Foundation
internal import Terminal

/// How near samples are to training images in one feature space, compared with held-out images.
///
/// A sample is *suspicious* if it is at least as near to a training image as the nearest 1 % of held-out
/// images: of samples from the data's own distribution, one in a hundred is. Simple images, however, are near
/// to many, and a generator may prefer them. So a sample *stands out* if its nearest image is, by the same
/// rule, much nearer than its fifty nearest ones on average; a copy is suspicious and stands out.
///
/// Sources: Carlini et al. 2023, "Extracting Training Data from Diffusion Models", section 5.1, for the ratio;
/// Meehan, Chaudhuri and Dasgupta 2020, "A Non-Parametric Test to Detect Data-Copying in Generative Models",
/// for the comparison with held-out images and the share of pairs.
public struct Closeness: Encodable, Equatable, Sendable {
  /// A number of images and their share, with its 95 % confidence interval.
  public struct Share: Encodable, Equatable, Sendable {
    /// The number.
    public let count: Int
    /// The share of all.
    public let share: Double
    /// The lower end of the interval.
    public let low: Double
    /// The upper end of the interval.
    public let high: Double
  }

  /// The features that images are compared by.
  public let space: String
  /// Samples no farther from a training image than `threshold`.
  public let suspicious: Share
  /// Suspicious held-out images.
  public let suspiciousHeldOut: Share
  /// Suspicious samples that also stand out.
  public let copies: Share
  /// Suspicious held-out images that also stand out.
  public let copiesHeldOut: Share
  /// The distance up to which an image is suspicious: root mean square over the features.
  public let threshold: Double
  /// The ratio up to which an image stands out.
  public let ratioThreshold: Double
  /// The median distance of a sample from its nearest training image.
  public let median: Double
  /// The median distance of a held-out image from its nearest training image.
  public let medianHeldOut: Double
  /// The share of pairs of a sample and a held-out image in which the sample is nearer; ½ if both are
  /// distributed equally.
  public let nearerShare: Double

  enum CodingKeys: String, CodingKey {
    case space, suspicious, copies, threshold, median
    case suspiciousHeldOut = "suspicious_held_out"
    case copiesHeldOut = "copies_held_out"
    case ratioThreshold = "ratio_threshold"
    case medianHeldOut = "median_held_out"
    case nearerShare = "nearer_share"
  }

  /// The closeness of samples, from the distances of each image's nearest training images, nearest first.
  ///
  /// - Precondition: There is at least one sample and one held-out image, each with at least one distance.
  package init(space: String, samples: [[Double]], heldOut: [[Double]]) {
    let (near, nearHeldOut) = (samples.map { $0[0] }, heldOut.map { $0[0] })
    let (ratios, ratiosHeldOut) = (samples.map(Self.ratio), heldOut.map(Self.ratio))
    let threshold = Self.percentile(of: nearHeldOut)
    let ratioThreshold = Self.percentile(of: ratiosHeldOut)
    func copies(_ distances: [Double], _ ratios: [Double]) -> Share {
      let count = zip(distances, ratios).count { $0 <= threshold && $1 <= ratioThreshold }
      return Share(count, of: distances.count)
    }
    self.space = space
    (self.threshold, self.ratioThreshold) = (threshold, ratioThreshold)
    suspicious = Share(near.count { $0 <= threshold }, of: near.count)
    suspiciousHeldOut = Share(nearHeldOut.count { $0 <= threshold }, of: nearHeldOut.count)
    self.copies = copies(near, ratios)
    copiesHeldOut = copies(nearHeldOut, ratiosHeldOut)
    (median, medianHeldOut) = (Self.median(of: near), Self.median(of: nearHeldOut))
    nearerShare = Self.shareOfPairs(near, below: nearHeldOut)
  }

  /// How far an image is from looking like a copy: at most 1 if it does.
  func suspicion(of neighbors: [Neighbor]) -> Double {
    let distances = neighbors.map(\.distance)
    // If a threshold is 0, the quotient is infinite, and only equal images meet it.
    return distances[0] == 0
      ? 0 : max(distances[0] / threshold, Self.ratio(distances) / ratioThreshold)
  }

  /// The distance of the nearest image divided by the mean of all given ones; 1 if all are equal.
  private static func ratio(_ distances: [Double]) -> Double {
    let mean = distances.reduce(0, +) / Double(distances.count)
    return mean > 0 ? distances[0] / mean : 1
  }

  /// The 1st percentile; the minimum of fewer than two hundred numbers.
  private static func percentile(of numbers: [Double]) -> Double {
    let rank = max(1, Int(Double(numbers.count) * NearestSettings.percentile))
    return numbers.sorted()[rank - 1]
  }

  private static func median(of numbers: [Double]) -> Double {
    let (sorted, middle) = (numbers.sorted(), numbers.count / 2)
    return numbers.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
  }

  /// The share of pairs whose first number is smaller, with equal ones counting half: the Mann-Whitney U
  /// divided by the number of pairs.
  private static func shareOfPairs(_ numbers: [Double], below others: [Double]) -> Double {
    let sorted = others.sorted()
    /// The number of the others that satisfy a condition, which holds up to some position.
    func count(where holds: (Double) -> Bool) -> Int {
      var (low, high) = (0, sorted.count)
      while low < high {
        let middle = (low + high) / 2
        if holds(sorted[middle]) { low = middle + 1 } else { high = middle }
      }
      return low
    }
    let halves = numbers.reduce(0) { sum, number in
      sum + 2 * sorted.count - count { $0 < number } - count { $0 <= number }
    }
    return Double(halves) / Double(2 * numbers.count * sorted.count)
  }
}

extension Closeness.Share {
  /// A share with Wilson's confidence interval.
  ///
  /// Source: Wilson 1927, "Probable Inference, the Law of Succession, and Statistical Inference".
  init(_ count: Int, of all: Int) {
    let (n, z) = (Double(all), 1.959964)
    let share = Double(count) / n
    let middle = (share + z * z / (2 * n)) / (1 + z * z / n)
    let reach =
      z / (1 + z * z / n) * (share * (1 - share) / n + z * z / (4 * n * n)).squareRoot()
    self.init(
      count: count,
      share: share,
      low: max(0, middle - reach),
      high: min(1, middle + reach)
    )
  }
}

extension Closeness {
  /// A report for people.
  package func text(samples: Int) -> String {
    func percent(_ share: Double) -> String { NumberText.fixed(100 * share, decimals: 1) }
    func line(_ what: String, _ share: Share, _ heldOut: Share) -> String {
      let shares = "\(percent(share.share)) % (\(percent(share.low)) to \(percent(share.high)) %)"
      return "  \(what)\(grouped(share.count)) of \(grouped(samples)) samples: \(shares); "
        + "of held-out images \(percent(heldOut.share)) %"
    }
    return """
        nearest image     at \(NumberText.fixed(median, decimals: 4)) of samples, at \
      \(NumberText.fixed(medianHeldOut, decimals: 4)) of held-out images (medians)
        nearer            the sample in \(percent(nearerShare)) % of pairs with a held-out image
      \(line("suspicious        ", suspicious, suspiciousHeldOut))
      \(line("like copies       ", copies, copiesHeldOut))
      """
  }
}
