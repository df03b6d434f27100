import Adversarial
import Evaluation
import Foundation
import Randomness
import TensorCore

/// What numbers say of samples whose faults are known, because they were made.
struct Quality: Program {
  let setup: Setup
  let random = RandomStream(seed: 1, purpose: "quality")

  func run() throws {
    let count = setup.isBrief ? 100 : 2000
    let garments = try setup.garments(2 * count) * 2 - 1
    let training = garments.slice(0..<count, along: 0)
    let others = garments.slice(count..<2 * count, along: 0)
    let twenty = others.slice(0..<20, along: 0)
    let shirts = try setup.garments(count, of: 6) * 2 - 1
    let noise = Tensor.normal(others.shape, standardDeviation: 0.2, using: random)
    let half = upsampleNearest(averagePool2D(others, kernel: (2, 2)), factor: 2)

    let sets: [(String, Tensor)] = [
      ("other garments", others), ("blurred", half),
      ("noisy", (others + noise).clamped(to: -1...1)),
      ("shirts only", shirts), ("20 images again", twenty.randomRows(count, using: random)),
      ("pixels drawn alone", pixels(of: others)), ("training images", training),
    ]
    let real = setup.features(training)
    let manifold = try RealManifold(real)
    let usual = median(nearest(others, to: training))
    print(head("", ["Fréchet", "precision", "recall", "density", "coverage", "nearest"]))
    for (name, images) in sets {
      let made = setup.features(images)
      let scores = try manifold.scores(of: made)
      let distance = try frechetDistance(real, made)
      let shares = [scores.precision, scores.recall, scores.density, scores.coverage]
      let nearness = median(nearest(images, to: training)) / usual
      print(row(name, [distance] + shares + [nearness], digits: 2))
    }
    let rows = sets.map { $0.1.randomRows(16, using: random) }
    try setup.write(concatenate(rows), columns: 16, in: .symmetric, as: "quality-sets")

    print(head("other garments", ["Fréchet"]))
    for size in [count / 16, count / 8, count / 4, count / 2, count] {
      let (a, b) = (real.rows(0..<size), setup.features(others).rows(0..<size))
      print(row("\(size) against \(size)", [try frechetDistance(a, b)]))
    }
  }

  /// Each pixel from an image of its own: the pixels' distributions are right, and nothing else is.
  func pixels(of images: Tensor) -> Tensor {
    let values = images.scalars
    let count = images.shape[0]
    let drawn = values.indices.map { values[random.uniformInt(below: count) * 784 + $0 % 784] }
    return Tensor(drawn, shape: images.shape)
  }

  /// The distance of each image to the nearest one of others, by pixels.
  func nearest(_ images: Tensor, to others: Tensor) -> [Double] {
    let (a, b) = (images.flattened, others.flattened)
    let products = matrixProduct(a, b, transposingRight: true)
    let squares =
      a.squared.sum(along: [1], keepingAxes: true) + b.squared.sum(along: [1]) - 2 * products
    let least = -(-squares).maximum(along: 1)
    return least.scalars.map { Double(max($0, 0)).squareRoot() }
  }

  func median(_ values: [Double]) -> Double { values.sorted()[values.count / 2] }
}
