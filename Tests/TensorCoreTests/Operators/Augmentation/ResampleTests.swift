import TensorCore
import TestSupport
import Testing

@Suite struct ResampleTests {
  private static let kernels: [Resampling.Kernel] = [.linear, .cubic]
  private static let edges: [Resampling.Edges] = [.zeros, .reflected]

  /// An image looked up where it is, whatever the kernel and the edges.
  @Test(arguments: kernels, edges)
  func leavesAnImageWhereItIs(_ kernel: Resampling.Kernel, _ edges: Resampling.Edges) {
    let images = Tensor.sample([2, 4, 5, 3], seed: 1)
    let places = Tensor([1, 0, 0, 0, 1, 0, 1, 0, 0, 0, 1, 0], shape: [2, 2, 3])
    let found = resampled(images, at: places, by: Resampling(kernel, edges: edges))
    #expect(found.scalars == images.scalars)
  }

  /// Row 0 of the result is row 1 of the image; what lies beyond it is 0, or mirrored at the last pixel's center.
  @Test(arguments: [(.zeros, [0, 0]), (.reflected, [5, 6])] as [(Resampling.Edges, [Float])])
  func shiftsByWholePixels(_ edges: Resampling.Edges, _ beyond: [Float]) {
    let image = Tensor([1, 2, 3, 4, 5, 6, 7, 8], shape: [1, 4, 2, 1])
    let places = Tensor([1, 0, 1, 0, 1, 0], shape: [1, 2, 3])
    let found = resampled(image, at: places, by: Resampling(edges: edges))
    #expect(found.scalars == [3, 4, 5, 6, 7, 8] + beyond)
  }

  /// Half way between pixels the linear kernel shows their mean; the cubic one weighs −1, 9, 9 and −1 sixteenths.
  @Test func interpolatesHalfWay() {
    let image = Tensor([0, 16, 32, 64, 0], shape: [1, 1, 5, 1])
    let places = Tensor([1, 0, 0, 0, 1, 0.5], shape: [1, 2, 3])
    let linear = resampled(image, at: places, by: Resampling(.linear))
    #expect(linear.scalars == [8, 24, 48, 32, 0])
    let cubic = resampled(image, at: places, by: Resampling(.cubic))
    #expect(cubic.scalars[1] == 23 && cubic.scalars[2] == 53)
  }

  private static let places = Tensor(
    [0.8, 0.6, 0.3, -0.6, 0.8, 1.7, 1, 0, 1, 0, 1, -1, 0, 1, -0.5, -1.3, 0, 3],
    shape: [3, 2, 3]
  )

  @Test(arguments: kernels, edges)
  func isDifferentiableTwice(_ kernel: Resampling.Kernel, _ edges: Resampling.Edges) {
    let resampling = Resampling(kernel, edges: edges)
    checkGradients(
      of: { resampled($0[0], at: Self.places, by: resampling).squared },
      at: [.sample([3, 4, 5, 2], seed: 2)]
    )
  }
}
