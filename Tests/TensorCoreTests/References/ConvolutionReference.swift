import TensorCore

/// Convolutions from the definition: every tap of the kernel, at every place, of every channel.
struct ConvolutionReference {
  let batch: Int
  /// Height, width and channels.
  let input: [Int]
  /// Height, width and channels.
  let output: [Int]
  let kernel: [Int]
  let stride: [Int]
  let dilation: [Int]
  /// Zeros above and left of the image.
  let before: [Int]
  let groups: Int

  init(images: [Int], weights: [Int], _ settings: ConvolutionSettings) {
    batch = images[0]
    input = Array(images[1...])
    kernel = Array(weights[..<2])
    stride = [settings.stride.0, settings.stride.1]
    dilation = [settings.dilation.0, settings.dilation.1]
    groups = settings.groups
    var before = [0, 0]
    var lengths = [0, 0]
    for axis in 0..<2 {
      let reach = (kernel[axis] - 1) * dilation[axis] + 1
      switch settings.padding {
      case .same:
        // TensorFlow's guide, "tf.nn: Padding": as much as it takes, the odd one at the end.
        let remainder = input[axis] % stride[axis]
        before[axis] = max(reach - (remainder == 0 ? stride[axis] : remainder), 0) / 2
        lengths[axis] = (input[axis] + stride[axis] - 1) / stride[axis]
      case .valid:
        lengths[axis] = (input[axis] - reach) / stride[axis] + 1
      case .symmetric(let rows, let columns):
        before[axis] = [rows, columns][axis]
        lengths[axis] = (input[axis] + 2 * before[axis] - reach) / stride[axis] + 1
      }
    }
    self.before = before
    output = lengths + [weights[3]]
  }

  /// Output `[N, H', W', O]` from images, weights and bias.
  func forward(_ images: Tensor, _ weights: Tensor, bias: Tensor?) -> [Double] {
    let (x, w) = (images.scalars, weights.scalars)
    let b = bias?.scalars
    var y = (0..<(batch * output.reduce(1, *))).map { Double(b?[$0 % output[2]] ?? 0) }
    forEachTap { y[$2] += Double(x[$0]) * Double(w[$1]) }
    return y
  }

  /// The gradient of the images.
  func inputGradient(_ outputGradient: Tensor, _ weights: Tensor) -> [Double] {
    let (dy, w) = (outputGradient.scalars, weights.scalars)
    var dx = [Double](repeating: 0, count: batch * input.reduce(1, *))
    forEachTap { dx[$0] += Double(dy[$2]) * Double(w[$1]) }
    return dx
  }

  /// The gradient of the weights.
  func weightGradient(_ images: Tensor, _ outputGradient: Tensor) -> [Double] {
    let (x, dy) = (images.scalars, outputGradient.scalars)
    let count = kernel.reduce(1, *) * (input[2] / groups) * output[2]
    var dw = [Double](repeating: 0, count: count)
    forEachTap { dw[$1] += Double(x[$0]) * Double(dy[$2]) }
    return dw
  }

  /// The gradient of the bias.
  func biasGradient(_ outputGradient: Tensor) -> [Double] {
    var db = [Double](repeating: 0, count: output[2])
    for (place, value) in outputGradient.scalars.enumerated() {
      db[place % output[2]] += Double(value)
    }
    return db
  }

  /// Calls `body` with the places in images, weights and output that each product joins.
  private func forEachTap(_ body: (_ x: Int, _ w: Int, _ y: Int) -> Void) {
    let (inputs, outputs) = (input[2] / groups, output[2] / groups)
    for n in 0..<batch {
      for i in 0..<output[0] {
        for j in 0..<output[1] {
          for a in 0..<kernel[0] {
            let row = i * stride[0] + a * dilation[0] - before[0]
            guard row >= 0 && row < input[0] else { continue }
            for b in 0..<kernel[1] {
              let column = j * stride[1] + b * dilation[1] - before[1]
              guard column >= 0 && column < input[1] else { continue }
              for o in 0..<output[2] {
                for c in 0..<inputs {
                  body(
                    ((n * input[0] + row) * input[1] + column) * input[2]
                      + o / outputs * inputs + c,
                    ((a * kernel[1] + b) * inputs + c) * output[2] + o,
                    ((n * output[0] + i) * output[1] + j) * output[2] + o
                  )
                }
              }
            }
          }
        }
      }
    }
  }
}
