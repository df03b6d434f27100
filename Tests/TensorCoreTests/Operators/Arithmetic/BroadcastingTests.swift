import TensorCore
import TestSupport
import Testing

/// The four operations on all kinds of pairs of shapes, each kind a path of its own in the kernels.
@Suite struct BroadcastingTests {
  struct Operator: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let tensors: @Sendable (Tensor, Tensor) -> Tensor
    let function: BinaryFunction

    static let all = [
      Operator(testDescription: "+", tensors: { $0 + $1 }, function: .add),
      Operator(testDescription: "-", tensors: { $0 - $1 }, function: .subtract),
      Operator(testDescription: "*", tensors: { $0 * $1 }, function: .multiply),
      Operator(testDescription: "/", tensors: { $0 / $1 }, function: .divide),
    ]
  }

  struct Shapes: CustomTestStringConvertible, Sendable {
    let left: Shape
    let right: Shape
    let result: Shape
    var testDescription: String { "\(left) with \(right)" }

    init(_ left: Shape, _ right: Shape, _ result: Shape) {
      (self.left, self.right, self.result) = (left, right, result)
    }

    static let all = [
      Shapes([], [], []),
      Shapes([7], [7], [7]),
      Shapes([3, 5], [3, 5], [3, 5]),
      Shapes([3, 5], [], [3, 5]),
      Shapes([], [3, 5], [3, 5]),
      Shapes([1, 1], [9], [1, 9]),
      Shapes([9], [1, 1], [1, 9]),
      Shapes([1], [2, 3], [2, 3]),
      // Rows of whole vectors, and others.
      Shapes([5, 8], [8], [5, 8]),
      Shapes([8], [5, 8], [5, 8]),
      Shapes([2, 3, 16], [1, 1, 16], [2, 3, 16]),
      Shapes([2, 4, 4], [4, 4], [2, 4, 4]),
      Shapes([3, 5], [5], [3, 5]),
      Shapes([5], [3, 5], [3, 5]),
      Shapes([2, 3, 12], [12], [2, 3, 12]),
      Shapes([2, 8, 1], [8, 1], [2, 8, 1]),
      // In front, in the middle, and on both sides.
      Shapes([3, 5], [3, 1], [3, 5]),
      Shapes([2, 3, 4], [2, 1, 4], [2, 3, 4]),
      Shapes([2, 1, 4], [2, 3, 4], [2, 3, 4]),
      Shapes([2, 3, 8], [2, 1, 8], [2, 3, 8]),
      Shapes([3, 1], [1, 5], [3, 5]),
      Shapes([3, 1, 2], [4, 1], [3, 4, 2]),
      Shapes([8, 1], [8], [8, 8]),
      Shapes([0, 3], [3], [0, 3]),
      Shapes([2, 1], [0], [2, 0]),
    ]
  }

  @Test(arguments: Operator.all, Shapes.all)
  func agreesWithLoops(_ operation: Operator, _ shapes: Shapes) {
    let left = Tensor.sample(shapes.left, from: -2, to: 2, seed: 1)
    let right = Tensor.sample(shapes.right, from: 0.5, to: 2, seed: 2)
    let found = operation.tensors(left, right)
    let expected = Operation.binary(operation.function).reference(left, right)
    #expect(found.shape == shapes.result)
    // One rounding.
    expectClose(found, expected.values, absolute: 0, relative: 0x1p-24)
  }

  @Test(arguments: Operator.all, Shapes.all)
  func hasBothGradients(_ operation: Operator, _ shapes: Shapes) {
    guard shapes.result.elementCount > 0 else { return }
    checkGradients(
      of: { operation.tensors($0[0], $0[1]) },
      at: [
        .sample(shapes.left, from: -2, to: 2, seed: 1),
        .sample(shapes.right, from: 0.75, to: 2, seed: 2),
      ],
      probes: 8
    )
  }

  @Test func gradientsOfEmptyTensorsAreEmpty() {
    let (x, row) = (Tensor.zeros([0, 3]).tracked, Tensor.ones([3]).tracked)
    let found = gradients(of: (x * row).sum(), withRespectTo: [x, row])
    #expect(found[0].shape == [0, 3])
    #expect(found[1].scalars == [0, 0, 0])
  }

  @Test(arguments: [1, 7, 8, 9, 40_000]) func numbersOnEitherSide(_ count: Int) {
    let x = Tensor.sample([count], from: 0.5, to: 2, seed: 3)
    let values = x.scalars
    #expect((x + 0.3).scalars == values.map { $0 + 0.3 })
    #expect((0.3 + x).scalars == values.map { 0.3 + $0 })
    #expect((x - 0.3).scalars == values.map { $0 - 0.3 })
    #expect((0.3 - x).scalars == values.map { 0.3 - $0 })
    #expect((x * 0.3).scalars == values.map { $0 * 0.3 })
    #expect((0.3 * x).scalars == values.map { 0.3 * $0 })
    #expect((x / 0.3).scalars == values.map { $0 / 0.3 })
    #expect((0.3 / x).scalars == values.map { 0.3 / $0 })
    #expect((-x).scalars == values.map { -$0 })
  }

  @Test func gradientsBesideNumbers() {
    let x = Tensor.sample([3, 4], from: 0.5, to: 2, seed: 3)
    checkGradients(of: { ($0[0] + 2) * ($0[0] - 3) }, at: [x])
    checkGradients(of: { (2 - $0[0]) * (0.5 * $0[0]) * 3 }, at: [x])
    checkGradients(of: { (1 / $0[0]) + $0[0] / 4 - (-$0[0]) }, at: [x])
  }

  @Test func addingInPlaceLeavesTheOperandAlone() {
    let x = Tensor([1, 2])
    var y = x
    y += Tensor(3)
    #expect(x.scalars == [1, 2])
    #expect(y.scalars == [4, 5])
  }

  @Test func signedZerosAndInfinitiesFollowIEEE754() {
    let zeros = Tensor([0, -0.0, 1, -1])
    #expect(
      (zeros / Tensor([0, 0, 0, 0])).scalars.map { "\($0)".replacing("-nan", with: "nan") }
        == ["nan", "nan", "inf", "-inf"]
    )
    #expect((1 / zeros).scalars[1] == -.infinity)
  }

  @Test(arguments: [Shape([3]), [2, 4], [5, 1, 2]]) func broadcastsAndSumsBack(_ shape: Shape) {
    let target = Shape([4] + shape.dimensions.map { $0 == 1 ? 3 : $0 })
    let x = Tensor.sample(shape, seed: 4)
    let expected = Operation.broadcast(to: target).reference(x)
    expectClose(x.broadcast(to: target), expected.values)
    checkGradients(of: { $0[0].broadcast(to: target) }, at: [x])
    checkGradients(of: { $0[0].summed(to: shape) }, at: [.sample(target, seed: 5)])
  }
}
