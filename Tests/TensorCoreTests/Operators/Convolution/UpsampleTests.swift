import TensorCore
import TestSupport
import Testing

@Suite struct UpsampleTests {
  @Test(arguments: [1, 2, 3], [Shape([1, 1, 1, 1]), [2, 3, 4, 3], [3, 2, 5, 8], [0, 2, 2, 1]])
  func repeatsPixels(_ factor: Int, _ shape: Shape) {
    let images = Tensor.sample(shape, seed: 1)
    let expected = Operation.upsample(factor: factor).reference(images)
    let found = upsampleNearest(images, factor: factor)
    #expect(found.shape == expected.shape)
    expectClose(found, expected.values)
  }

  @Test(arguments: [2, 3]) func isDifferentiableTwice(_ factor: Int) {
    checkGradients(
      of: { upsampleNearest($0[0], factor: factor).squared },
      at: [.sample([2, 2, 3, 2], seed: 2)]
    )
  }
}
