import NeuralNetworks
public import Randomness
public import TensorCore

/// Images are drawn pixel by pixel, as the probability of each depends on all that were drawn before.
extension PixelCNN {
  /// New images, `[count, H, W, 1]`.
  public func sample(_ count: Int, using random: RandomStream) -> Tensor {
    completions(of: .zeros([count, height, width, 1]), from: 0, using: random)
  }

  /// Images whose rows from `firstRow` on are drawn anew, given those above.
  ///
  /// What the rows above say is computed once for a row, from those in reach; what is to the left, for each
  /// pixel, from its row alone.
  public func completions(
    of images: Tensor,
    from firstRow: Int,
    using random: RandomStream
  ) -> Tensor {
    var canvas = Canvas(images, using: random)
    let windowHeight = min(reach + 1, height)
    inference {
      for row in firstRow..<height {
        // Rows below do no harm, as nothing sees them: every window has the same height.
        let top = min(max(row - reach, 0), height - windowHeight)
        let window = canvas.rows(top..<top + windowHeight)
        let context = context(of: window).map { $0.slice(row - top..<row - top + 1, along: 1) }
        for column in 0..<width {
          let line = canvas.rows(row..<row + 1)
          canvas.draw(row, column, from: logits(of: line, given: context), lineOfLogits: 0)
        }
      }
    }
    return canvas.images
  }

  /// What `sample(_:using:)` draws, by a pass through the whole network for each pixel.
  public func sampleByWholePasses(_ count: Int, using random: RandomStream) -> Tensor {
    var canvas = Canvas(.zeros([count, height, width, 1]), using: random)
    inference {
      for row in 0..<height {
        for column in 0..<width {
          canvas.draw(row, column, from: logits(of: canvas.images), lineOfLogits: row)
        }
      }
    }
    return canvas.images
  }
}

/// Images of which a pixel after the other is drawn.
private struct Canvas {
  private var pixels: [Float]
  private let shape: Shape
  /// A pixel is 1 if its number is below its probability.
  private let chances: [Float]

  init(_ images: Tensor, using random: RandomStream) {
    (pixels, shape) = (images.scalars, images.shape)
    chances = Tensor.uniform(images.shape, using: random).scalars
  }

  var images: Tensor { Tensor(pixels, shape: shape) }

  func rows(_ range: Range<Int>) -> Tensor { images.slice(range, along: 1) }

  /// Draws a pixel of every image from the logits of some rows.
  mutating func draw(_ row: Int, _ column: Int, from logits: Tensor, lineOfLogits line: Int) {
    let probabilities = sigmoid(
      logits.slice(line..<line + 1, along: 1).slice(column..<column + 1, along: 2)
    )
    for (image, probability) in probabilities.scalars.enumerated() {
      let place = (image * shape[1] + row) * shape[2] + column
      pixels[place] = chances[place] < probability ? 1 : 0
    }
  }
}
