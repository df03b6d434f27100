import Dispatch
import Synchronization
import TensorCore
import TestSupport
import Testing

@Suite struct ParameterTests {
  @Test func gradientsWithRespectToParameters() {
    let (w, b) = (Parameter(Tensor([2, 3])), Parameter(Tensor([1, 1])))
    let loss = (w.value.squared + b.value).sum()
    let found = gradients(of: loss, withRespectTo: [w, b])
    #expect(found.map(\.scalars) == [[4, 6], [1, 1]])
  }

  @Test func aTensorTakenBeforeAnUpdateKeepsItsValues() {
    let parameter = Parameter(Tensor([1, 2, 3]))
    let before = parameter.value
    parameter.update { values in for index in values.indices { values[index] *= 10 } }
    #expect(before.scalars == [1, 2, 3])
    #expect(parameter.value.scalars == [10, 20, 30])
    parameter.value = Tensor([4, 5, 6])
    #expect(parameter.value.scalars == [4, 5, 6])
  }

  @Test func theTensorThatAParameterWasMadeOfKeepsItsValues() {
    let initial = Tensor([1, 2])
    let parameter = Parameter(initial)
    parameter.update { $0[0] = 9 }
    #expect(initial.scalars == [1, 2])
    #expect(parameter.value.scalars == [9, 2])
  }

  @Test func anUpdateWithoutOthersStaysInPlace() {
    let parameter = Parameter(Tensor([1, 2]) + 0)
    let first = parameter.value.withUnsafeBuffer { $0.baseAddress }
    parameter.update { $0[0] = 5 }
    #expect(parameter.value.withUnsafeBuffer { $0.baseAddress } == first)
  }

  @Test func aThrowingUpdatePassesTheError() {
    struct Problem: Error {}
    let parameter = Parameter(Tensor([1]))
    #expect(throws: Problem.self) { try parameter.update { _ in throw Problem() } }
  }

  /// The loss is (w·x)² with w = 2, x = 3; then w becomes 5.
  ///
  /// In the backward pass 2·(w·x)·w, the product
  /// w·x is an activation and stays, the factor w is a parameter and may be the new one.
  @Test func theWayBackUsesRecordedOrCurrentValues() {
    let w = Parameter(Tensor([2]))
    let x = Tensor([3]).tracked
    let loss = (w.value * x).squared.sum()
    w.update { $0[0] = 5 }
    let recorded = gradients(of: loss, withRespectTo: [x, w.value])
    #expect(recorded.map(\.scalars) == [[24], [36]])
    let current = gradients(of: loss, withRespectTo: [x, w.value], parameterValues: .current)
    #expect(current.map(\.scalars) == [[60], [36]])
  }

  /// Layers with weights: convolution, transposed convolution, product, batch norm.
  @Test func currentValuesReachEveryOperatorWithWeights() {
    let x = Tensor.sample([2, 4, 4, 3], seed: 1)
    let weights = [
      Tensor.sample([3, 3, 3, 5], seed: 2), .sample([4, 4, 2, 5], seed: 3),
      .sample([2], from: 0.5, to: 1.5, seed: 4), .sample([2 * 16, 3], seed: 5),
    ]
    func output(_ x: Tensor, _ w: [Tensor]) -> Tensor {
      let a = conv2D(x, w[0], .init(stride: 2, padding: 1))
      let b = convTranspose2D(a, w[1], .init(stride: 2, padding: 1))
      let c = batchNorm(b, gamma: w[2], beta: nil, epsilon: 0.1).output
      return matrixProduct(c.flattened, w[3])
    }
    // The whole is linear in x but for batch norm: its backward pass with new weights is computed from
    // the old activations, which `mixed` rebuilds by hand.
    let parameters = weights.map(Parameter.init)
    let (first, second) = (x.tracked, x.tracked)
    let loss = output(first, parameters.map(\.value))
    let seed = Tensor.sample(loss.shape, seed: 6)
    let new = weights.map { $0 * 1.5 + 0.1 }
    for (parameter, value) in zip(parameters, new) { parameter.value = value }

    let recorded = gradients(of: loss, seededWith: seed, withRespectTo: [first])[0]
    let expectedOld = gradients(
      of: output(second, weights),
      seededWith: seed,
      withRespectTo: [second]
    )[0]
    #expect(recorded.isIdentical(to: expectedOld))

    let current = gradients(
      of: loss,
      seededWith: seed,
      withRespectTo: [first],
      parameterValues: .current
    )[0]
    let activation = convTranspose2D(
      conv2D(x, weights[0], .init(stride: 2, padding: 1)),
      weights[1],
      .init(stride: 2, padding: 1)
    ).tracked
    let normalized = batchNorm(activation, gamma: new[2], beta: nil, epsilon: 0.1).output
    let third = x.tracked
    let linear = convTranspose2D(
      conv2D(third, new[0], .init(stride: 2, padding: 1)),
      new[1],
      .init(stride: 2, padding: 1)
    )
    let inner = gradients(
      of: normalized,
      seededWith: matrixProduct(seed, new[3], transposingRight: true).reshaped(
        to: normalized.shape
      ),
      withRespectTo: [activation]
    )[0]
    let expectedNew = gradients(of: linear, seededWith: inner, withRespectTo: [third])[0]
    expectClose(current, expectedNew.scalars.map(Double.init), ofLargest: 1e-5)
    // The tape does not keep parameters alive.
    withExtendedLifetime(parameters) {}
  }

  /// The tape does not keep a model alive: where it is gone, the recorded values serve.
  @Test func aDeadParameterLeavesItsRecordedValue() {
    let x = Tensor([3]).tracked
    func loss() -> Tensor { (Parameter(Tensor([2])).value * x).sum() }
    let found = gradients(of: loss(), withRespectTo: [x], parameterValues: .current)
    #expect(found[0].scalars == [2])
  }

  /// Who reads while another thread changes the values sees all of them from before a change or from after it.
  @Test func readersSeeWholeValues() {
    let parameter = Parameter(.zeros([4096]))
    let torn = Atomic<Int>(0)
    DispatchQueue.concurrentPerform(iterations: 2) { thread in
      for step in 0..<500 {
        if thread == 0 {
          parameter.update { $0.update(repeating: Float(step)) }
        } else if Set(parameter.value.scalars).count > 1 {
          torn.add(1, ordering: .relaxed)
        }
      }
    }
    #expect(torn.load(ordering: .relaxed) == 0)
  }
}
