import ExitTestSupport
import NeuralNetworks
import Randomness
import TensorCore
import TestSupport
import Testing

@Suite struct MaskedConv2DTests {
  private let random = RandomStream(seed: 7, purpose: "weights")

  /// A layer and the shape of its images.
  struct Case: CustomStringConvertible, Sendable {
    let images: [Int]
    let outputs: Int
    let kernel: (Int, Int)
    let mask: MaskedConv2D.Mask
    var description: String { "\(images) to \(outputs), kernel \(kernel), \(mask)" }

    /// Whether the output at one place may depend on the input at another, written from the definition.
    func sees(from place: (Int, Int), _ other: (Int, Int)) -> Bool {
      guard abs(other.0 - place.0) <= kernel.0 / 2, abs(other.1 - place.1) <= kernel.1 / 2 else {
        return false
      }
      let (here, there) = (place.0 * images[2] + place.1, other.0 * images[2] + other.1)
      return switch mask {
      case .pixels(let includingCenter): there < here || (there == here && includingCenter)
      case .rows(let includingCenter):
        other.0 < place.0 || (other.0 == place.0 && includingCenter)
      }
    }
  }

  static let cases = [
    Case(images: [1, 1, 1, 1], outputs: 1, kernel: (1, 1), mask: .pixels(includingCenter: true)),
    Case(images: [1, 1, 1, 2], outputs: 3, kernel: (3, 3), mask: .rows(includingCenter: false)),
    Case(images: [2, 3, 5, 1], outputs: 2, kernel: (3, 3), mask: .pixels(includingCenter: false)),
    Case(images: [1, 4, 3, 3], outputs: 5, kernel: (3, 3), mask: .pixels(includingCenter: true)),
    Case(images: [3, 5, 4, 2], outputs: 3, kernel: (1, 5), mask: .pixels(includingCenter: false)),
    Case(images: [1, 2, 7, 2], outputs: 1, kernel: (1, 3), mask: .pixels(includingCenter: true)),
    Case(images: [2, 7, 2, 1], outputs: 9, kernel: (5, 3), mask: .rows(includingCenter: false)),
    Case(images: [1, 9, 9, 8], outputs: 16, kernel: (3, 3), mask: .rows(includingCenter: true)),
    Case(images: [2, 6, 5, 3], outputs: 4, kernel: (7, 7), mask: .rows(includingCenter: true)),
  ]

  private func layer(_ sizes: Case) -> MaskedConv2D {
    MaskedConv2D(
      sizes.images[3],
      sizes.outputs,
      kernel: sizes.kernel,
      seeing: sizes.mask,
      biases: .normal(1),
      using: random
    )
  }

  @Test(arguments: cases) func sumsWhatTheMaskLeaves(sizes: Case) {
    let layer = layer(sizes)
    // As if masked taps had been learned, too.
    layer.weight.value = .sample(layer.weight.shape, seed: 1)
    let x = Tensor.sample(Shape(sizes.images))
    let (images, weights) = (
      x.scalars.map(Double.init), layer.weight.value.scalars.map(Double.init)
    )
    let bias = (layer.bias?.value.scalars ?? []).map { Double($0) }
    let (height, width, inputs) = (sizes.images[1], sizes.images[2], sizes.images[3])
    var expected: [Double] = []
    for image in 0..<sizes.images[0] {
      for place in 0..<height * width {
        let here = (place / width, place % width)
        for output in 0..<sizes.outputs {
          var sum = bias[output]
          for other in 0..<height * width {
            let there = (other / width, other % width)
            guard sizes.sees(from: here, there) else { continue }
            let tap =
              (there.0 - here.0 + sizes.kernel.0 / 2) * sizes.kernel.1 + there.1 - here.1
              + sizes.kernel.1 / 2
            for input in 0..<inputs {
              let value = images[(image * height * width + other) * inputs + input]
              let weight = weights[(tap * inputs + input) * sizes.outputs + output]
              sum += value * weight
            }
          }
          expected.append(sum)
        }
      }
    }
    // Sums of some hundred products in float32, by any of the algorithms.
    expectClose(layer(x), expected, ofLargest: 1e-5)
    expectClose(layer(x, weight: layer.weight.value), expected, ofLargest: 1e-5)
    expectClose(inference { layer(x) }, expected, ofLargest: 1e-5)
  }

  @Test(arguments: cases) func canBeDifferentiatedTwice(sizes: Case) {
    let layer = layer(sizes)
    checkGradients(
      of: { layer($0[0], weight: $0[1]) },
      at: [.sample(Shape(sizes.images)), .sample(layer.weight.shape, seed: 1)]
    )
  }

  /// The gradient with respect to the layer's own weight is that with respect to a given one, and zero where
  /// it is masked.
  @Test(arguments: cases) func learnsWhatItSees(sizes: Case) {
    let layer = layer(sizes)
    let x = Tensor.sample(Shape(sizes.images))
    let given = layer.weight.value.detached.tracked
    let expected = gradients(of: layer(x, weight: given).squared.sum(), withRespectTo: [given])[0]
    let found = gradients(of: layer(x).squared.sum(), withRespectTo: [layer.weight])[0]
    #expect(found.isIdentical(to: expected))
    let ones = Tensor.ones(layer.weight.shape).tracked
    let count = Tensor.ones(Shape([1] + sizes.images.dropFirst()))
    let seen = gradients(of: layer(count, weight: ones).sum(), withRespectTo: [ones])[0]
    for (index, value) in found.scalars.enumerated() where seen.scalars[index] == 0 {
      #expect(value == 0)
    }
  }

  /// By gradients, of every place of one image with respect to every other one.
  @Test(arguments: cases) func noPlaceSeesLaterOnes(sizes: Case) {
    let layer = layer(sizes)
    let (height, width) = (sizes.images[1], sizes.images[2])
    let x = Tensor.sample(Shape([1] + sizes.images.dropFirst())).tracked
    let y = Context(policy: .oneDNN).run { layer(x).sum(along: [3]) }
    for place in 0..<height * width {
      let here = (place / width, place % width)
      let output = y.slice(here.0..<here.0 + 1, along: 1).slice(here.1..<here.1 + 1, along: 2)
      let gradient = Context(policy: .oneDNN).run {
        gradients(of: output.sum(), withRespectTo: [x])[0].absolute.sum(along: [3]).scalars
      }
      for other in 0..<height * width {
        #expect((gradient[other] != 0) == sizes.sees(from: here, (other / width, other % width)))
      }
    }
  }

  @Test func itsWeightsAreDrawnForWhatItSees() {
    let layer = MaskedConv2D(
      2,
      3,
      kernel: (3, 3),
      seeing: .pixels(includingCenter: false),
      weights: Initializer { shape, fans, _ in
        Tensor(repeating: Float(fans.input * 100 + fans.output), shape: shape)
      },
      using: random
    )
    // Four taps come before the center.
    let drawn = layer.weight.value.scalars
    #expect(drawn.count { $0 == 812 } == 4 * 6)
    #expect(drawn.count { $0 == 0 } == 5 * 6)
    #expect(layer.namedParameters.map(\.path) == ["weight", "bias"])
    #expect(layer.namedBuffers.isEmpty)
  }

  @Test func currentValuesAreMaskedAnew() {
    let layer = layer(Self.cases[2])
    let x = Tensor.sample([2, 3, 5, 1], seed: 8).tracked
    let output = layer(x).sum()
    layer.weight.value = .sample([3, 3, 1, 2], seed: 9)
    let expected = gradients(of: layer(x).sum(), withRespectTo: [x])[0]
    let found = gradients(of: output, withRespectTo: [x], parameterValues: .current)[0]
    expectClose(found, expected.scalars.map(Double.init), absolute: 1e-6)
  }

  @Test func aKernelThatSeesNothingIsAnError() async {
    expectMessage(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = MaskedConv2D(
          1,
          1,
          kernel: (1, 1),
          seeing: .pixels(includingCenter: false),
          using: RandomStream(seed: 0, purpose: "weights")
        )
      },
      "MaskedConv2D: a kernel of (1, 1) that sees no pixel"
    )
  }

  @Test func kernelsHaveACenter() async {
    expectMessage(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = MaskedConv2D(
          1,
          1,
          kernel: (2, 3),
          seeing: .rows(includingCenter: true),
          using: RandomStream(seed: 0, purpose: "weights")
        )
      },
      "MaskedConv2D: 1 to 1 channels with a kernel of (2, 3)"
    )
  }
}
