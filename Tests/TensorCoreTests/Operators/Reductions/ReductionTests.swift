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

    func reference(
      _ x: Tensor,
      _ function: ([Double]) -> Double
    ) -> (kept: [Int], dropped: [Int], values: [Double]) {
      let axes = Set(self.axes.map { $0 < 0 ? $0 + shape.rank : $0 })
      let (kept, groups) = ReferenceArray(x).groups(along: axes)
      let dropped = kept.enumerated().filter { !axes.contains($0.offset) }.map(\.element)
      return (kept, dropped, groups.map(function))
    }
  }

  @Test(arguments: Case.all) func sumsAgreeWithLoops(_ sizes: Case) {
    let x = Tensor.sample(sizes.shape, from: 0, to: 1, seed: 1)
    let expected = sizes.reference(x) { $0.reduce(0, +) }
    let kept = x.sum(along: sizes.axes, keepingAxes: true)
    #expect(kept.shape.dimensions == expected.kept)
    expectClose(kept, expected.values, relative: 1e-6)
    let dropped = x.sum(along: sizes.axes)
    #expect(dropped.shape.dimensions == expected.dropped)
    #expect(dropped.scalars == kept.scalars)
  }

  @Test(arguments: Case.all) func meansAndVariancesAgreeWithLoops(_ sizes: Case) {
    func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(values.count) }
    func variance(_ values: [Double]) -> Double {
      mean(values.map { ($0 - mean(values)) * ($0 - mean(values)) })
    }
    if sizes.shape.elementCount > 10_000 { return }
    let x = Tensor.sample(sizes.shape, from: 1, to: 2, seed: 2)
    for keepsAxes in [true, false] {
      let means = sizes.reference(x, mean)
      let found = x.mean(along: sizes.axes, keepingAxes: keepsAxes)
      #expect(found.shape.dimensions == (keepsAxes ? means.kept : means.dropped))
      expectClose(found, means.values, relative: 1e-6)
      let biased = x.variance(along: sizes.axes, keepingAxes: keepsAxes)
      #expect(biased.shape == found.shape)
      expectClose(biased, sizes.reference(x, variance).values, absolute: 1e-6)
      let count = sizes.shape.elementCount / Swift.max(found.elementCount, 1)
      guard count > 1 else { continue }
      let factor = Double(count) / Double(count - 1)
      expectClose(
        x.variance(along: sizes.axes, keepingAxes: keepsAxes, isUnbiased: true),
        sizes.reference(x) { variance($0) * factor }.values,
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
      let expected = Case(shape: shape, axes: [axis]).reference(x) { $0.max() ?? .nan }
      #expect(x.maximum(along: axis, keepingAxis: true).shape.dimensions == expected.kept)
      #expect(x.maximum(along: axis).shape.dimensions == expected.dropped)
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
