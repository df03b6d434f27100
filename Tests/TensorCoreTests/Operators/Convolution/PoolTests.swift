import TensorCore
import TestSupport
import Testing

@Suite struct PoolTests {
  struct Case: CustomTestStringConvertible, Sendable {
    let images: Shape
    let kernel: (Int, Int)
    let stride: (Int, Int)?
    let padding: ConvolutionSettings.Padding

    init(
      _ images: Shape,
      _ kernel: (Int, Int),
      stride: (Int, Int)? = nil,
      _ padding: ConvolutionSettings.Padding = .valid
    ) {
      self.images = images
      self.kernel = kernel
      self.stride = stride
      self.padding = padding
    }

    var testDescription: String {
      "\(images), kernel \(kernel), stride \(stride ?? kernel), \(padding)"
    }

    var reference: PoolReference {
      PoolReference(
        images: images.dimensions,
        kernel: kernel,
        stride: stride ?? kernel,
        padding: padding
      )
    }

    static let all = [
      Case([1, 4, 4, 1], (2, 2)),
      Case([3, 6, 4, 8], (2, 2)),
      Case([2, 5, 7, 3], (2, 2)),
      Case([2, 5, 7, 3], (2, 2), .same),
      Case([1, 7, 5, 17], (3, 3), stride: (2, 2), .symmetric(1, 1)),
      Case([1, 6, 6, 2], (3, 3), stride: (1, 1)),
      Case([1, 6, 6, 2], (3, 3), stride: (1, 1), .same),
      Case([3, 5, 6, 1], (1, 3), stride: (1, 2)),
      Case([1, 6, 5, 16], (4, 2), stride: (3, 1), .symmetric(2, 1)),
      Case([2, 1, 1, 5], (1, 1)),
      Case([1, 2, 2, 3], (2, 2)),
      Case([1, 3, 3, 2], (5, 5), .same),
    ]
  }

  @Test(arguments: Case.all) func maximumAgreesWithTheDefinition(_ sizes: Case) {
    let images = Tensor.sample(sizes.images, from: -2, to: -1, seed: 1).tracked
    let output = maxPool2D(
      images,
      kernel: sizes.kernel,
      stride: sizes.stride,
      padding: sizes.padding
    )
    let reference = sizes.reference
    #expect(output.shape.dimensions == [sizes.images[0]] + reference.output)
    expectClose(output, reference.maximum(images))
    let seed = Tensor.sample(output.shape, seed: 2)
    let found = gradients(of: output, seededWith: seed, withRespectTo: [images])[0]
    expectClose(found, reference.maximumGradient(images, seed), absolute: 1e-6)
  }

  @Test(arguments: Case.all) func maximumIsDifferentiableTwice(_ sizes: Case) {
    checkGradients(
      of: {
        maxPool2D($0[0], kernel: sizes.kernel, stride: sizes.stride, padding: sizes.padding).squared
      },
      at: [.distinctSample(sizes.images, seed: 3)],
      probes: 8
    )
  }

  @Test func theFirstOfEqualPixelsTakesTheGradient() {
    let images = Tensor(
      [1, 1, 0, 2, 0, 1, 2, 2],
      shape: [1, 2, 4, 1]
    ).tracked
    let output = maxPool2D(images, kernel: (2, 2))
    #expect(output.scalars == [1, 2])
    #expect(
      gradients(of: output.sum(), withRespectTo: [images])[0].scalars == [1, 0, 0, 1, 0, 0, 0, 0]
    )
  }

  @Test func aPixelThatWinsSeveralWindowsAddsUpTheirGradients() {
    let images = Tensor([0, 1, 0, 1, 9, 1, 0, 1, 0], shape: [1, 3, 3, 1]).tracked
    let output = maxPool2D(images, kernel: (2, 2), stride: (1, 1))
    let found = gradients(
      of: output,
      seededWith: Tensor([1, 2, 3, 4], shape: [1, 2, 2, 1]),
      withRespectTo: [images]
    )
    #expect(found[0].scalars == [0, 0, 0, 0, 10, 0, 0, 0, 0])
  }

  @Test(arguments: 0..<4) func notANumberIsTheLargest(_ place: Int) {
    var values: [Float] = [1, 2, 3, 4]
    values[place] = .nan
    let images = Tensor(values, shape: [1, 2, 2, 1])
    #expect(maxPool2D(images, kernel: (2, 2)).scalar.isNaN)
  }

  @Test(arguments: Case.all, [true, false])
  func averageAgreesWithTheDefinition(_ sizes: Case, _ countsPadding: Bool) {
    let images = Tensor.sample(sizes.images, seed: 1)
    let output = averagePool2D(
      images,
      kernel: sizes.kernel,
      stride: sizes.stride,
      padding: sizes.padding,
      countsPadding: countsPadding
    )
    let reference = sizes.reference
    #expect(output.shape.dimensions == [sizes.images[0]] + reference.output)
    expectClose(output, reference.average(images, countsPadding: countsPadding), absolute: 1e-6)
  }

  @Test(arguments: Case.all, [true, false])
  func averageIsDifferentiableTwice(_ sizes: Case, _ countsPadding: Bool) {
    checkGradients(
      of: {
        averagePool2D(
          $0[0],
          kernel: sizes.kernel,
          stride: sizes.stride,
          padding: sizes.padding,
          countsPadding: countsPadding
        ).squared
      },
      at: [.sample(sizes.images, seed: 3)],
      probes: 6
    )
  }
}
