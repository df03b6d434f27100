import TensorCore
import TestSupport
import Testing

@Suite struct UpsampleTests {
  @Test(arguments: [1, 2, 3], [Shape([1, 1, 1, 1]), [2, 3, 4, 3], [3, 2, 5, 8], [0, 2, 2, 1]])
  func repeatsPixels(_ factor: Int, _ shape: Shape) {
    let images = Tensor.sample(shape, seed: 1)
    let source = ReferenceArray(images)
    let target = [shape[0], shape[1] * factor, shape[2] * factor, shape[3]]
    let expected = ReferenceArray(shape: target) {
      source[[$0[0], $0[1] / factor, $0[2] / factor, $0[3]]]
    }
    let found = upsampleNearest(images, factor: factor)
    #expect(found.shape.dimensions == target)
    expectClose(found, expected.values)
  }

  @Test(arguments: [2, 3]) func isDifferentiableTwice(_ factor: Int) {
    checkGradients(
      of: { upsampleNearest($0[0], factor: factor).squared },
      at: [.sample([2, 2, 3, 2], seed: 2)]
    )
  }
}
