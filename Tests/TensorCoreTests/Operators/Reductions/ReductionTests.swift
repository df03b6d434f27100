import TensorCore
import TestSupport
import Testing

@Suite struct ReductionTests {
  struct Case: CustomTestStringConvertible, Sendable {
    let shape: Shape
    let axes: [Int]
    var testDescription: String { "\(shape) along \(axes)" }

    static let all = [
      Case(shape: [], axes: []), Case(shape: [5], axes: [0]), Case(shape: [5], axes: []),
      Case(shape: [3, 4], axes: []), Case(shape: [3, 4], axes: [0]),
      Case(shape: [3, 4], axes: [1]), Case(shape: [3, 4], axes: [-1]),
      Case(shape: [3, 4], axes: [0, 1]), Case(shape: [3, 4], axes: [1, 0]),
      Case(shape: [2, 3, 4], axes: [1]), Case(shape: [2, 3, 4], axes: [0, 2]),
      Case(shape: [2, 3, 4], axes: [0, 1]), Case(shape: [2, 3, 4], axes: [1, 2, 1, -1]),
      Case(shape: [2, 3, 4, 5], axes: [0, 2]), Case(shape: [2, 3, 4, 5], axes: [1, 3]),
      Case(shape: [3, 2, 2, 17], axes: [0, 1, 2]), Case(shape: [1, 4, 1], axes: [0, 2]),
      Case(shape: [600, 3], axes: [0]), Case(shape: [2, 600, 3], axes: [1]),
      Case(shape: [40_000], axes: [0]), Case(shape: [2, 20_000], axes: [1]),
    ]

    /// The axes from the front, in order.
    private var resolvedAxes: [Int] { Set(axes.map { $0 < 0 ? $0 + shape.rank : $0 }).sorted() }

    /// Sums along the axes, which keep a length of 1.
    func sums(_ x: ReferenceValue) -> ReferenceValue {
      ReferenceInterpreter().run(.sum(axes: resolvedAxes), on: [x])[0]
    }

    /// The shape of the sums without the axes.
    var dropped: Shape {
      Shape(shape.dimensions.indices.filter { !resolvedAxes.contains($0) }.map { shape[$0] })
    }

    /// The number of elements that are added up.
    var length: Int { resolvedAxes.map { shape[$0] }.reduce(1, *) }

    /// Means and biased variances along the axes.
    func moments(_ x: Tensor) -> (mean: ReferenceValue, variance: ReferenceValue) {
      let value = ReferenceValue(x)
      let mean = sums(value).map { $0 / Double(length) }
      let distance = ReferenceInterpreter().run(.binary(.subtract), on: [value, mean])[0]
      return (mean, sums(distance.map { $0 * $0 }).map { $0 / Double(length) })
    }
  }

  @Test(arguments: Case.all) func sumsAgreeWithLoops(_ sizes: Case) {
    let x = Tensor.sample(sizes.shape, from: 0, to: 1, seed: 1)
    let expected = sizes.sums(ReferenceValue(x))
    let kept = x.sum(along: sizes.axes, keepingAxes: true)
    #expect(kept.shape == expected.shape)
    expectClose(kept, expected.values, relative: 1e-6)
    let dropped = x.sum(along: sizes.axes)
    #expect(dropped.shape == sizes.dropped)
    #expect(dropped.scalars == kept.scalars)
  }

  @Test(arguments: Case.all) func meansAndVariancesAgreeWithLoops(_ sizes: Case) {
    if sizes.shape.elementCount > 10_000 { return }
    let x = Tensor.sample(sizes.shape, from: 1, to: 2, seed: 2)
    let (mean, variance) = sizes.moments(x)
    for keepsAxes in [true, false] {
      let found = x.mean(along: sizes.axes, keepingAxes: keepsAxes)
      #expect(found.shape == (keepsAxes ? mean.shape : sizes.dropped))
      expectClose(found, mean.values, relative: 1e-6)
      let biased = x.variance(along: sizes.axes, keepingAxes: keepsAxes)
      #expect(biased.shape == found.shape)
      expectClose(biased, variance.values, absolute: 1e-6)
      guard sizes.length > 1 else { continue }
      let factor = Double(sizes.length) / Double(sizes.length - 1)
      expectClose(
        x.variance(along: sizes.axes, keepingAxes: keepsAxes, isUnbiased: true),
        variance.values.map { $0 * factor },
        absolute: 1e-6
      )
    }
  }

  @Test(arguments: Case.all) func areDifferentiableTwice(_ sizes: Case) {
    if sizes.shape.elementCount > 2000 { return }
    let x = Tensor.sample(sizes.shape, seed: 3)
    checkGradients(of: { $0[0].sum(along: sizes.axes).squared }, at: [x], probes: 6)
    checkGradients(of: { $0[0].mean(along: sizes.axes).squared }, at: [x], probes: 6)
    checkGradients(of: { $0[0].variance(along: sizes.axes) }, at: [x], probes: 6)
  }

  @Test(arguments: [Shape([5]), [3, 4], [2, 3, 8], [1, 1], [2, 1, 3]])
  func maximaAgreeWithLoops(_ shape: Shape) {
    let x = Tensor.distinctSample(shape, seed: 4)
    for axis in -shape.rank..<shape.rank {
      let expected = Operation.maximum(axis: shape.resolved(axis)).reference(x)
      #expect(x.maximum(along: axis, keepingAxis: true).shape == expected.shape)
      #expect(x.maximum(along: axis).shape == Case(shape: shape, axes: [axis]).dropped)
      expectClose(x.maximum(along: axis), expected.values)
      checkGradients(of: { $0[0].maximum(along: axis).squared }, at: [x], probes: 8)
    }
  }

  @Test func equalMaximaShareTheGradient() {
    let x = Tensor([1, 3, 3, 2, 2, 2], shape: [2, 3]).tracked
    let found = gradients(of: x.maximum(along: 1).sum(), withRespectTo: [x])[0]
    expectClose(found, [0, 0.5, 0.5, 1.0 / 3, 1.0 / 3, 1.0 / 3], absolute: 1e-7)
  }

  @Test(arguments: 0..<3) func notANumberIsTheLargest(_ place: Int) {
    var values: [Float] = [1, 2, 3]
    values[place] = .nan
    #expect(Tensor(values).maximum(along: 0).scalar.isNaN)
    #expect(Tensor(values, shape: [1, 3, 1]).maximum(along: 1).scalar.isNaN)
  }

  /// Long sums are added up in blocks: the error stays far below that of adding one after the other
  /// (1e-2 here).
  @Test(arguments: [
    Case(shape: [1 << 20], axes: [0]), Case(shape: [1 << 18, 3], axes: [0]),
    Case(shape: [2, 1 << 18, 3], axes: [1]), Case(shape: [2, 1 << 19], axes: [1]),
    Case(shape: [1 << 17, 8], axes: [0]),
  ]) func longSumsArePrecise(_ sizes: Case) {
    let shape = sizes.shape
    let found = Tensor(repeating: 0.1, shape: shape).sum(along: sizes.axes)
    let count = Double(shape.elementCount / found.elementCount)
    expectClose(
      found,
      [Double](repeating: Double(Float(0.1)) * count, count: found.elementCount),
      relative: 2e-5
    )
  }

  @Test func sumsOfNothingAreZero() {
    #expect(Tensor.zeros([0]).sum().scalar == 0)
    #expect(Tensor.zeros([0, 3]).sum(along: [0]).scalars == [0, 0, 0])
    #expect(Tensor.zeros([2, 0, 3]).sum(along: [1]).scalars == [0, 0, 0, 0, 0, 0])
    #expect(Tensor.zeros([3, 0]).sum(along: [1]).scalars == [0, 0, 0])
    #expect(Tensor.zeros([0, 3]).sum(along: [1]).shape == [0])
  }
}
