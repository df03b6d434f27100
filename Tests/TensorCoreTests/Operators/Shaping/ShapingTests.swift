import TensorCore
import TestSupport
import Testing

@Suite struct ShapingTests {
  @Test func reshapes() {
    let x = Tensor.sample([2, 3, 4], seed: 1)
    #expect(x.reshaped(to: [6, 4] as Shape).shape == [6, 4])
    #expect(x.reshaped(to: [6, 4] as Shape).scalars == x.scalars)
    #expect(x.reshaped(to: [-1, 4]).shape == [6, 4])
    #expect(x.reshaped(to: [2, -1]).shape == [2, 12])
    #expect(x.reshaped(to: [3, -1, 8]).shape == [3, 1, 8])
    #expect(x.reshaped(to: [-1]).shape == [24])
    #expect(x.flattened.shape == [2, 12])
    #expect(Tensor(3).reshaped(to: [1, 1] as Shape).shape == [1, 1])
    #expect(Tensor.zeros([0, 3]).reshaped(to: [-1, 3]).shape == [0, 3])
    checkGradients(of: { $0[0].reshaped(to: [4, -1]).squared }, at: [x])
  }

  @Test(arguments: [
    [0, 1, 2, 3], [3, 2, 1, 0], [0, 3, 1, 2], [0, 2, 3, 1], [1, 0, 2, 3], [-1, 0, 1, 2],
  ])
  func transposes(_ axes: [Int]) {
    let x = Tensor.sample([2, 3, 4, 5], seed: 2)
    let expected = Operation.transpose(axes.map { $0 < 0 ? $0 + 4 : $0 }).reference(x)
    #expect(x.transposed(axes).shape == expected.shape)
    expectClose(x.transposed(axes), expected.values)
    checkGradients(of: { $0[0].transposed(axes).squared }, at: [x], probes: 6)
  }

  @Test func transposesMatricesAndLess() {
    #expect(Tensor([1, 2, 3, 4, 5, 6], shape: [2, 3]).transposed.scalars == [1, 4, 2, 5, 3, 6])
    #expect(Tensor([1, 2]).transposed.scalars == [1, 2])
    #expect(Tensor(1).transposed.shape == [])
    #expect(Tensor.zeros([0, 3]).transposed.shape == [3, 0])
  }

  @Test(arguments: [0, 1, 2, -1], [1, 2, 3, 7]) func slices(_ axis: Int, _ step: Int) {
    let x = Tensor.sample([5, 6, 7], seed: 3)
    let source = ReferenceValue(x)
    let place = axis < 0 ? axis + 3 : axis
    for range in [0..<5, 1..<4, 2..<3, 4..<5, 2..<2] {
      let indices = Array(stride(from: range.lowerBound, to: range.upperBound, by: step))
      var shape = x.shape.dimensions
      shape[place] = indices.count
      let expected = ReferenceValue(shape: Shape(shape)) { index in
        var from = index
        from[place] = indices[index[place]]
        return source[from]
      }
      let found = x.slice(range, along: axis, by: step)
      #expect(found.shape.dimensions == shape)
      expectClose(found, expected.values)
      if indices.isEmpty { continue }
      checkGradients(
        of: { $0[0].slice(range, along: axis, by: step).squared },
        at: [x],
        probes: 4
      )
    }
  }

  @Test func slicesAtAnIndex() {
    let x = Tensor([1, 2, 3, 4, 5, 6], shape: [2, 3])
    #expect(x.slice(at: 1, along: 0).scalars == [4, 5, 6])
    #expect(x.slice(at: 2, along: -1).scalars == [3, 6])
    #expect(x.slice(at: 2, along: 1).shape == [2])
    checkGradients(of: { $0[0].slice(at: 1, along: 1).squared }, at: [x])
  }

  @Test(arguments: [([0, 0], [0, 0]), ([1, 0], [0, 2]), ([2, 3], [1, 1])])
  func pads(_ before: [Int], _ after: [Int]) {
    let x = Tensor.sample([3, 4], seed: 4)
    let source = ReferenceValue(x)
    let shape = (0..<2).map { before[$0] + x.shape[$0] + after[$0] }
    let expected = ReferenceValue(shape: Shape(shape)) { index in
      let from = [index[0] - before[0], index[1] - before[1]]
      let isInside = from[0] >= 0 && from[0] < 3 && from[1] >= 0 && from[1] < 4
      return isInside ? source[from] : 0
    }
    let found = x.padded(before: before, after: after)
    #expect(found.shape.dimensions == shape)
    expectClose(found, expected.values)
    checkGradients(of: { $0[0].padded(before: before, after: after).squared }, at: [x])
  }

  @Test(arguments: [0, 1, 2, -1]) func concatenates(_ axis: Int) {
    let place = axis < 0 ? axis + 3 : axis
    let parts = [1, 3, 0, 2].enumerated().map { index, length in
      var shape = [2, 3, 4]
      shape[place] = length
      return Tensor.sample(Shape(shape), seed: UInt64(index))
    }
    let expected = ReferenceInterpreter().run(
      .concatenate(axis: place),
      on: parts.map { ReferenceValue($0) }
    )[0]
    let found = concatenate(parts, along: axis)
    #expect(found.shape == expected.shape)
    expectClose(found, expected.values)
    checkGradients(
      of: { concatenate($0, along: axis).squared },
      at: [parts[0], parts[1], parts[3]],
      probes: 6
    )
  }

  @Test func concatenatesATensorWithItself() {
    let x = Tensor([1, 2]).tracked
    let found = gradients(
      of: concatenate([x, x, x]),
      seededWith: Tensor([1, 2, 3, 4, 5, 6]),
      withRespectTo: [x]
    )
    #expect(found[0].scalars == [9, 12])
  }

  @Test func stacks() {
    let (x, y) = (Tensor.sample([2, 3], seed: 1), Tensor.sample([2, 3], seed: 2))
    #expect(stack([x, y]).shape == [2, 2, 3])
    #expect(stack([x, y]).scalars == x.scalars + y.scalars)
    #expect(stack([Tensor(1), Tensor(2)]).scalars == [1, 2])
    checkGradients(of: { stack($0).squared }, at: [x, y])
  }
}
