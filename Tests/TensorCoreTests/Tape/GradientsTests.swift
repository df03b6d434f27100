import Synchronization
import TensorCore
import TestSupport
import Testing

@Suite struct GradientsTests {
  @Test func anIndependentInputHasAGradientOfZeros() {
    let (x, y) = (Tensor.ones([2, 3]).tracked, Tensor.ones([4]).tracked)
    let found = gradients(of: x.sum(), withRespectTo: [x, y])
    #expect(found[1].shape == [4])
    #expect(found[1].scalars == [0, 0, 0, 0])
    // A constant depends on nothing.
    #expect(
      gradients(of: Tensor(3), withRespectTo: [x])[0].scalars == [Float](repeating: 0, count: 6)
    )
    #expect(gradients(of: x.detached.sum(), withRespectTo: [x])[0].scalars.allSatisfy { $0 == 0 })
  }

  @Test func theOutputItselfAndResultsMayBeAskedFor() {
    let x = Tensor([2, 3]).tracked
    let y = x.squared
    let z = y.sum()
    let found = gradients(of: z, withRespectTo: [z, y, x])
    #expect(found.map(\.scalars) == [[1], [1, 1], [4, 6]])
    #expect(found[0].shape == [])
  }

  @Test func sharedSubexpressionsAddUp() {
    let x = Tensor([3]).tracked
    let square = x * x
    let found = gradients(of: (square + square * x + x).sum(), withRespectTo: [x, square, x])
    #expect(found.map(\.scalars) == [[34], [4], [34]])
  }

  /// Each gradient is finished when nothing more is added to it, the last layers' first.
  @Test func gradientsAreFinishedInTheOrderOfTheBackwardPass() {
    let first = Tensor([2]).tracked
    let (second, shared, unused) = (Tensor([3]).tracked, Tensor([5]).tracked, Tensor([1]).tracked)
    let middle = first * shared
    let output = (middle * second * shared).sum()
    var finished: [Int] = []
    let found = gradients(
      of: output,
      withRespectTo: [first, second, shared, unused, middle]
    ) { index, gradient in
      finished.append(index)
      return gradient * 10
    }
    #expect(finished == [4, 1, 0, 2])
    #expect(found.map(\.scalars) == [[750], [500], [600], [0], [150]])
  }

  @Test func seedsWeighTheOutputs() {
    let x = Tensor([1, 2, 3]).tracked
    let found = gradients(of: x.squared, seededWith: Tensor([1, 0, -1]), withRespectTo: [x])
    #expect(found[0].scalars == [2, 0, -6])
  }

  /// d³(x⁴)/dx³ = 24x and d⁴(x⁴)/dx⁴ = 24; d³eˣ/dx³ = eˣ.
  @Test func gradientsOfGradientsOfGradients() {
    func derivative(_ y: Tensor, _ x: Tensor) -> Tensor {
      gradients(of: y.sum(), withRespectTo: [x], createsGraph: true)[0]
    }
    let x = Tensor([1.5, -2]).tracked
    let third = derivative(derivative(derivative(x.squared.squared, x), x), x)
    expectClose(third, [36, -48], relative: 1e-6)
    expectClose(derivative(third, x), [24, 24], relative: 1e-6)
    let exponential = derivative(derivative(derivative(exp(x), x), x), x)
    expectClose(exponential, exp(x).scalars.map(Double.init), relative: 1e-6)
    let tangent = derivative(derivative(derivative(tanh(x), x), x), x)
    expectClose(
      tangent,
      tanh(x).scalars.map { y in
        let (y, slope) = (Double(y), 1 - Double(y) * Double(y))
        return slope * (6 * y * y - 2)
      },
      absolute: 1e-5
    )
  }

  /// The penalty of WGAN-GP: the gradient of a function of the input's gradient, with respect to
  /// weights.
  @Test func gradientPenalty() {
    checkGradients(
      of: { operands in
        let x = Tensor.sample([3, 4], seed: 9).tracked
        let score = matrixProduct(tanh(matrixProduct(x, operands[0])), operands[1]).sum()
        let slope = gradients(of: score, withRespectTo: [x], createsGraph: true)[0]
        return ((slope.squared.sum(along: [1]) + 0.01).squareRoot - 1).squared.mean()
      },
      at: [.sample([4, 5], seed: 1), .sample([5, 1], seed: 2)]
    )
  }

  @Test func gradientsAreConstantsUnlessAskedOtherwise() {
    let x = Tensor([1, 2]).tracked
    #expect(!gradients(of: exp(x).sum(), withRespectTo: [x])[0].isTracked)
    #expect(gradients(of: exp(x).sum(), withRespectTo: [x], createsGraph: true)[0].isTracked)
  }

  @Test func onlyWhatIsAskedForIsComputed() {
    let counter = Counter()
    let (x, y) = (Tensor([2]).tracked, Tensor([5]).tracked)
    let left = counter.product("left", x, Tensor([3]))
    let right = counter.product("right", y, Tensor([4]))
    let both = counter.product("both", left, right)
    #expect(gradients(of: both.sum(), withRespectTo: [x])[0].scalars == [60])
    // The way to y is not entered, and its branch is not asked for.
    #expect(counter.calls == ["both: needs [true, false]", "left: needs [true, false]"])
    counter.calls = []
    _ = gradients(of: both.sum(), withRespectTo: [right])
    #expect(counter.calls == ["both: needs [false, true]"])
    counter.calls = []
    _ = gradients(of: left.sum(), withRespectTo: [y])
    #expect(counter.calls == [])
  }

  /// Two passes through two layers, one after the other, or side by side: a layer is then done with both of them
  /// before the one below it begins.
  @Test(arguments: [BackwardOrder.newestFirst, .nearestFirst])
  func branchesGoBackInTheOrderThatIsAskedFor(_ order: BackwardOrder) {
    let counter = Counter()
    let (lower, upper) = (Tensor([2]).tracked, Tensor([5]).tracked)
    let passes = (1...2).map { number in
      let hidden = counter.product("lower \(number)", lower, Tensor([Float(number)]))
      return counter.product("upper \(number)", hidden, upper)
    }
    var finished: [String] = []
    let found = gradients(
      of: (passes[0] + passes[1]).sum(),
      withRespectTo: [lower, upper],
      order: order
    ) { index, gradient in
      finished.append("\(index) after \(counter.calls.count)")
      return gradient
    }
    #expect(found.map(\.scalars) == [[15], [6]])
    let names = counter.calls.map { $0.prefix(7) }
    switch order {
    case .newestFirst:
      #expect(names == ["upper 2", "lower 2", "upper 1", "lower 1"])
      #expect(finished == ["1 after 3", "0 after 4"])
    case .nearestFirst:
      #expect(names == ["upper 2", "upper 1", "lower 2", "lower 1"])
      #expect(finished == ["1 after 2", "0 after 4"])
    }
  }

  /// Records what operators are asked for in the backward pass.
  private final class Counter: Sendable {
    private let record = Mutex<[String]>([])

    var calls: [String] {
      get { record.withLock { $0 } }
      set { record.withLock { $0 = newValue } }
    }

    func product(_ name: String, _ left: Tensor, _ right: Tensor) -> Tensor {
      .recorded(
        "product",
        (left * right).detached,
        inputs: [left, right],
        saving: [left, right]
      ) { [self] pass in
        record.withLock { $0.append("\(name): needs [\(pass.needs(0)), \(pass.needs(1))]") }
        return [
          pass.needs(0) ? pass.gradient * pass.saved(1) : nil,
          pass.needs(1) ? pass.gradient * pass.saved(0) : nil,
        ]
      }
    }
  }
}
