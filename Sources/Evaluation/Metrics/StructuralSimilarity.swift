internal import Foundation
public import Imaging
import Preconditions
public import Randomness
internal import TensorCore

/// The multi-scale structural similarity of two images, in 0...1; 1 for equal ones.
///
/// Windows of 11×11 pixels by a Gaussian of 1.5, without borders; five scales, each the 2×2 means of the one before
/// (an odd row or column at the end is left out), or as many as leave 11 pixels a side: 28×28 has two. The
/// weights of the scales that there are, are made to sum to 1. Channels are compared one by one and averaged;
/// correlations below 0 count as 0.
///
/// Source: Wang et al. 2003, "Multiscale Structural Similarity for Image Quality Assessment", equation 7.
/// - Throws: `EvaluationProblem` where a side is shorter than 11 pixels.
/// - Precondition: Both are of one shape.
public func multiscaleSimilarity(_ a: Image, _ b: Image) throws(EvaluationProblem) -> Double {
  require(
    (a.height, a.width, a.channels) == (b.height, b.width, b.channels),
    "multiscaleSimilarity: \(a.height)×\(a.width)×\(a.channels), \(b.height)×\(b.width)×\(b.channels)"
  )
  guard min(a.height, a.width) >= Window.size else {
    throw EvaluationProblem(
      "MS-SSIM",
      found: "images of \(a.height)×\(a.width)",
      expected: "at least \(Window.size) pixels a side"
    )
  }
  let similarities = (0..<a.channels).map { channel in
    multiscaleSimilarity(Plane(a, channel), Plane(b, channel))
  }
  return similarities.reduce(0, +) / Double(a.channels)
}

/// The mean similarity of random pairs of different samples: high where all look alike.
///
/// Compare it with that of real images; it tells of variety, not of quality.
///
/// Source: Odena et al. 2017, "Conditional Image Synthesis with Auxiliary Classifier GANs", section 4.2, where
/// pairs are of one class.
///
/// - Parameters:
///   - images: All of one shape.
///   - pairs: How many pairs are drawn.
///   - random: Draws them.
/// - Returns: The mean, in 0...1.
/// - Throws: `EvaluationProblem` where there are fewer than two images, or they are too small.
/// - Precondition: `pairs` is positive.
public func meanPairSimilarity(
  _ images: [Image],
  pairs: Int = 1000,
  using random: RandomStream
) throws(EvaluationProblem) -> Double {
  require(pairs > 0, "meanPairSimilarity: \(pairs) pairs")
  try EvaluationProblem.check("MS-SSIM", ("", images.count), least: 2)
  let drawn = (0..<pairs).map { _ in
    let first = random.uniformInt(below: images.count)
    let second = random.uniformInt(below: images.count - 1)
    return (first, second < first ? second : second + 1)
  }
  let similarities = parallelMap(pairs) { pair in
    Result { () throws(EvaluationProblem) in
      try multiscaleSimilarity(images[drawn[pair].0], images[drawn[pair].1])
    }
  }
  var sum = 0.0
  for similarity in similarities { sum += try similarity.get() }
  return sum / Double(pairs)
}

private func multiscaleSimilarity(_ a: Plane, _ b: Plane) -> Double {
  var (a, b) = (a, b)
  let weights = [0.0448, 0.2856, 0.3001, 0.2363, 0.1333]
  let side = min(a.height, a.width)
  let scales = weights.indices.prefix { side >> $0 >= Window.size }
  let total = scales.reduce(0) { $0 + weights[$1] }
  var similarity = 1.0
  for scale in scales {
    let (luminance, structure) = Window.compare(a, b)
    let factor = scale == scales.last ? luminance : structure
    similarity *= pow(max(factor, 0), weights[scale] / total)
    (a, b) = (a.halved, b.halved)
  }
  return similarity
}
