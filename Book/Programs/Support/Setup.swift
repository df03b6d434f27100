import Adversarial
import Datasets
import Foundation
import Imaging
import Randomness
import TensorCore

/// What a program is told: where its images belong, and whether it runs for a moment only.
struct Setup {
  /// The folder for images.
  let out: String
  /// Whether to do a hundredth of the steps.
  let isBrief: Bool

  /// The number of steps to train for.
  func steps(_ count: Int) -> Int { isBrief ? max(count / 100, 2) : count }

  /// The first images of Fashion-MNIST, `[count, 28, 28, 1]`, in 0...1.
  func garments(_ count: Int, _ split: DatasetSplit = .training) throws -> Tensor {
    let dataset = try Datasets.open("fashion-mnist", split: split)
    return PixelRange.unit.tensor(try dataset.batch(of: Array(0..<count)))
  }

  /// Images of one class of Fashion-MNIST, in 0...1.
  func garments(_ count: Int, of label: Int) throws -> Tensor {
    let dataset = try Datasets.open("fashion-mnist")
    let labels = dataset.labels ?? []
    let indices = labels.indices.filter { labels[$0] == label }.prefix(count)
    return PixelRange.unit.tensor(try dataset.batch(of: Array(indices)))
  }

  /// The first images of Fashion-MNIST as rows of pixels that are 0 or 1, `[count, 784]`.
  func silhouettes(_ count: Int, _ split: DatasetSplit = .training) throws -> Tensor {
    let gray = try garments(count, split)
    return Tensor(gray.scalars.map { $0 > 0.5 ? 1 : 0 }, shape: [count, 784])
  }

  /// Writes images `[N, H, W, C]` or `[N, 784]` as a grid to `name`.png, each pixel as a square of `scale`.
  func write(
    _ images: Tensor,
    columns: Int,
    in range: PixelRange = .unit,
    scale: Int = 2,
    as name: String
  ) throws {
    let square = images.rank == 2 ? images.reshaped(to: [-1, 28, 28, 1]) : images
    let images = upsampleNearest(square.detached, factor: scale)
    let rows = (images.shape[0] - 1) / columns + 1
    let grid = ImageGrid(rows: rows, columns: columns, border: 2, background: 255)
    try PNG.write(grid.image(of: range.images(images)), to: "\(out)/\(name).png")
  }

  /// Writes a drawing to `name`.svg.
  func write(_ plot: Plot, as name: String) throws {
    try plot.document.write(toFile: "\(out)/\(name).svg", atomically: true, encoding: .utf8)
  }
}

extension Tensor {
  /// Rows drawn at random, with replacement.
  func randomRows(_ count: Int, using random: RandomStream) -> Tensor {
    rows((0..<count).map { _ in random.uniformInt(below: shape[0]) })
  }

  /// The rows of `indices`.
  func rows(_ indices: [Int]) -> Tensor {
    let length = elementCount / shape[0]
    let values = withUnsafeBuffer { buffer in
      indices.flatMap { buffer[$0 * length..<($0 + 1) * length] }
    }
    return Tensor(values, shape: Shape([indices.count] + shape.dimensions.dropFirst()))
  }
}

/// A line of a table: numbers with so many digits, in columns of one width.
func row(_ title: String, _ numbers: [Double], digits: Int = 3, width: Int = 10) -> String {
  let cells = numbers.map { number in
    String(format: "%.\(digits)f", number).leftPadded(to: width)
  }
  return title.padding(toLength: 24, withPad: " ", startingAt: 0) + cells.joined()
}

/// The head of a table of such lines.
func head(_ title: String, _ names: [String], width: Int = 10) -> String {
  title.padding(toLength: 24, withPad: " ", startingAt: 0)
    + names.map { $0.leftPadded(to: width) }.joined()
}

extension String {
  /// The text with spaces before it.
  fileprivate func leftPadded(to width: Int) -> String {
    String(repeating: " ", count: max(0, width - count)) + self
  }
}
