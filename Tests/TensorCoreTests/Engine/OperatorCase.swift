import Randomness
import TensorCore
import TestSupport
import Testing

/// An operator of the public interface, as a function of tensors that it is differentiated by.
struct OperatorCase: CustomTestStringConvertible, Sendable {
  let testDescription: String
  let operands: [Tensor]
  let function: @Sendable ([Tensor]) -> Tensor

  init(
    _ name: String,
    at operands: Tensor...,
    of function: @escaping @Sendable ([Tensor]) -> Tensor
  ) {
    testDescription = name
    self.operands = operands
    self.function = function
  }

  static let all: [OperatorCase] = [
    arithmetic, functions, shaping, augmentations, convolutions, matrixProducts, layers,
  ].flatMap(\.self)

  private static let matrix = Tensor.sample([3, 11], from: 0.5, to: 2, seed: 1)
  private static let column = Tensor.sample([3, 1], from: 0.5, to: 2, seed: 2)
  private static let distinct = Tensor.distinctSample([3, 11], seed: 3)
  private static let images = Tensor.sample([2, 5, 4, 6], seed: 4)

  private static func stream() -> RandomStream { RandomStream(seed: 5, purpose: "operators") }

  private static let arithmetic: [OperatorCase] = [
    OperatorCase("+", at: matrix, column) { $0[0] + $0[1] + 0.5 },
    OperatorCase("-", at: matrix, column) { (1 - ($0[1] - $0[0])) - 0.25 },
    OperatorCase("*", at: matrix, column) { -($0[0] * $0[1]) * 1.5 },
    OperatorCase("/", at: matrix, column) { ($0[0] / $0[1]) / 3 + 2 / $0[0] },
    OperatorCase("maximum", at: matrix, column) { maximum($0[0], $0[1]).squared },
    OperatorCase("minimum", at: column, matrix) { minimum($0[0], $0[1]).squared },
    OperatorCase("clamped", at: distinct) { $0[0].clamped(to: -1...0.5).squared },
    OperatorCase("absolute", at: distinct) { $0[0].absolute.squared },
    OperatorCase("sign", at: distinct) { $0[0].sign * $0[0].squared },
    OperatorCase("squareRoot", at: matrix) { $0[0].squareRoot },
    OperatorCase("exp", at: matrix) { exp($0[0]) },
    OperatorCase("log", at: matrix) { log($0[0]) },
  ]

  private static let functions: [OperatorCase] = [
    OperatorCase("tanh", at: matrix) { tanh($0[0]) },
    OperatorCase("sigmoid", at: matrix) { sigmoid($0[0]) },
    OperatorCase("softplus", at: matrix) { softplus($0[0]) },
    OperatorCase("relu", at: distinct) { relu($0[0]).squared },
    OperatorCase("leakyReLU", at: distinct) { leakyReLU($0[0], slope: 0.2).squared },
    OperatorCase("softmax", at: matrix) { softmax($0[0]) },
    OperatorCase("logSoftmax", at: matrix) { logSoftmax($0[0]) },
    OperatorCase("sum", at: images) { $0[0].sum(along: [0, 2]).squared },
    OperatorCase("mean", at: images) { $0[0].mean(along: [1], keepingAxes: true).squared },
    OperatorCase("variance", at: images) { $0[0].variance(along: [0, 3]) },
    OperatorCase("maximum along", at: distinct) { $0[0].maximum(along: 1).squared },
    OperatorCase("sigmoid cross entropy", at: matrix, matrix / 2) {
      sigmoidCrossEntropy(logits: $0[0], targets: $0[1])
    },
    OperatorCase("sigmoid cross entropy, one target", at: matrix) {
      sigmoidCrossEntropy(logits: $0[0], target: 0.9)
    },
    OperatorCase("softmax cross entropy", at: distinct) {
      softmaxCrossEntropy(logits: $0[0], labels: [0, 10, 3])
    },
    OperatorCase("dropout", at: matrix) { dropout($0[0], rate: 0.4, using: stream()).squared },
    OperatorCase("gaussianNoise", at: matrix) {
      gaussianNoise($0[0], standardDeviation: 0.5, from: stream()).squared
    },
    OperatorCase("leakyReLU of noise", at: matrix) {
      leakyReLU(gaussianNoise($0[0], standardDeviation: 0.5, from: stream()), slope: 0.2).squared
    },
  ]

  private static let shaping: [OperatorCase] = [
    OperatorCase("reshaped", at: images) { $0[0].reshaped(to: [4, -1]).squared },
    OperatorCase("transposed", at: images) { $0[0].transposed([0, 3, 1, 2]).squared },
    OperatorCase("broadcast", at: column) { $0[0].broadcast(to: [2, 3, 5]).squared },
    OperatorCase("summed", at: images) { $0[0].summed(to: [1, 4, 1]).squared },
    OperatorCase("slice", at: images) { $0[0].slice(1..<5, along: 1, by: 2).squared },
    OperatorCase("slice at", at: images) { $0[0].slice(at: 3, along: -1).squared },
    OperatorCase("padded", at: matrix) { $0[0].padded(before: [1, 0], after: [0, 2]).squared },
    OperatorCase("concatenate", at: matrix, column) { concatenate($0, along: 1).squared },
    OperatorCase("stack", at: matrix, distinct) { stack($0).squared },
  ]

  private static let places = Tensor(
    [0.8, 0.6, 0.3, -0.6, 0.8, 1.7, 1, 0, 1, 0, 1, -1],
    shape: [2, 2, 3]
  )

  private static let augmentations: [OperatorCase] = [
    OperatorCase("resampled", at: images) {
      resampled($0[0], at: places, by: Resampling()).squared
    },
    OperatorCase("resampled by cubes, reflected", at: images) {
      resampled($0[0], at: places, by: Resampling(.cubic, edges: .reflected)).squared
    },
    OperatorCase("mixedChannels", at: images, weights([2, 6, 3]), weights([2, 3])) {
      mixedChannels($0[0], by: $0[1], adding: $0[2])
    },
    OperatorCase("mixedChannels without offsets", at: matrix, weights([3, 11, 2])) {
      mixedChannels($0[0], by: $0[1])
    },
  ]

  private static func weights(_ shape: Shape) -> Tensor { .sample(shape, seed: 6) }

  private static let convolutions: [OperatorCase] = [
    OperatorCase("conv2D", at: images, weights([3, 2, 6, 9]), weights([9])) {
      conv2D($0[0], $0[1], bias: $0[2], .init(stride: (2, 1), padding: .same))
    },
    OperatorCase("conv2D in groups", at: images, weights([2, 2, 2, 3])) {
      conv2D($0[0], $0[1], .init(padding: .symmetric(2, 1), dilation: 2, groups: 3))
    },
    OperatorCase("convTranspose2D", at: images, weights([4, 4, 7, 6]), weights([7])) {
      convTranspose2D($0[0], $0[1], bias: $0[2], .init(stride: 2, padding: 1))
    },
    OperatorCase("convolution of an upsampled image", at: images, weights([5, 5, 6, 3])) {
      conv2D(upsampleNearest($0[0]), $0[1], .init(padding: .same))
    },
    OperatorCase("upsampleNearest", at: images) { upsampleNearest($0[0], factor: 3).squared },
    OperatorCase("maxPool2D", at: .distinctSample([2, 5, 4, 6], seed: 7)) {
      maxPool2D($0[0], kernel: (3, 2), stride: (1, 2), padding: .same).squared
    },
    OperatorCase("averagePool2D", at: images) {
      averagePool2D($0[0], kernel: (2, 2), padding: .same, countsPadding: false).squared
    },
  ]

  private static let matrixProducts: [OperatorCase] =
    [(false, false), (true, false), (false, true), (true, true)].map { left, right in
      OperatorCase(
        "matrixProduct, transposing \(left) and \(right)",
        at: .sample(left ? [7, 5] : [5, 7], seed: 8),
        .sample(right ? [9, 7] : [7, 9], seed: 9)
      ) { matrixProduct($0[0], $0[1], transposingLeft: left, transposingRight: right) }
    }

  private static let layers: [OperatorCase] = [
    OperatorCase("linear", at: matrix, weights([11, 5]), weights([5])) {
      linear($0[0], $0[1], bias: $0[2])
    },
    OperatorCase("batchNorm", at: images, .sample([6], from: 0.5, to: 2, seed: 8), weights([6])) {
      batchNorm($0[0], gamma: $0[1], beta: $0[2], epsilon: 1e-3).output
    },
    OperatorCase("batchNorm and leaky ReLU", at: images, weights([6])) {
      leakyReLU(batchNorm($0[0], gamma: $0[1], beta: nil, epsilon: 1e-3).output, slope: 0.2)
    },
    OperatorCase("normalize", at: images, weights([6]), .sample([6], from: 0.5, to: 2, seed: 8)) {
      normalize($0[0], mean: $0[1], variance: $0[2], gamma: nil, beta: nil, epsilon: 1e-3)
    },
  ]
}
