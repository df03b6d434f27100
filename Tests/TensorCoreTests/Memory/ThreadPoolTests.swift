import Randomness
import Synchronization
import TensorCore
import TestSupport
import Testing

@Suite struct ThreadPoolTests {
  @Test(arguments: [1, 2, 3, 8], [1, 16, 64])
  func everyIndexIsCoveredOnce(_ threads: Int, _ alignment: Int) {
    withThreads(threads) {
      for count in [0, 1, 2, 15, 16, 17, 63, 64, 100, 1000] {
        for grain in [1, 7, 64, 5000] {
          let parts = Mutex<[Range<Int>]>([])
          ThreadPool.forEach(count, grain: grain, alignment: alignment) { range in
            parts.withLock { $0.append(range) }
          }
          let covered = parts.withLock { $0.sorted { $0.lowerBound < $1.lowerBound } }
          #expect(covered.flatMap { Array($0) } == Array(0..<count))
          #expect(covered.allSatisfy { !$0.isEmpty && $0.lowerBound % alignment == 0 })
          #expect(covered.count <= threads)
          if count <= grain { #expect(covered.count <= 1) }
          let indices = Mutex<[Int]>([])
          ThreadPool.forEachIndex(count) { index in indices.withLock { $0.append(index) } }
          #expect(indices.withLock { $0.sorted() } == Array(0..<count))
        }
      }
    }
  }

  @Test func regionsInsideRegionsCoverEverythingToo() {
    let total = Atomic<Int>(0)
    withThreads(2) {
      ThreadPool.forEachIndex(10) { _ in
        ThreadPool.forEach(100, grain: 1) { total.wrappingAdd($0.count, ordering: .relaxed) }
      }
    }
    #expect(total.load(ordering: .relaxed) == 1000)
  }

  /// Our own kernels cut their sums by the shape alone. (oneDNN's convolutions and products may
  /// add up in another order with another number of threads; they are not promised here.)
  @Test(arguments: [2, 3]) func resultsDoNotDependOnTheNumberOfThreads(_ threads: Int) {
    let computations: [(String, () -> Tensor)] = [
      ("sum of all", { Tensor.sample([300_000], seed: 1).sum() }),
      ("sum of columns", { Tensor.sample([40_000, 17], seed: 2).sum(along: [0]) }),
      ("sum of rows", { Tensor.sample([64, 20_001], seed: 3).sum(along: [1]) }),
      ("sum of the middle", { Tensor.sample([3, 5000, 9], seed: 4).sum(along: [1]) }),
      ("maximum", { Tensor.sample([300, 1000], seed: 5).maximum(along: 0) }),
      ("batch norm", { Self.batchNormAndGradients() }),
      ("max pool", { maxPool2D(.sample([8, 64, 64, 8], seed: 6), kernel: (2, 2)) }),
      ("functions", { exp(tanh(.sample([200_000], seed: 7))) + softplus(.sample([200_000])) }),
      ("broadcasting", { Tensor.sample([5000, 24], seed: 8) * .sample([24], seed: 9) }),
      ("transposing", { Tensor.sample([700, 500], seed: 10).transposed }),
      ("uniform", { .uniform([300_001], using: RandomStream(seed: 1, purpose: "threads")) }),
      ("normal", { .normal([300_001], using: RandomStream(seed: 1, purpose: "threads")) }),
      (
        "truncated normal",
        { .truncatedNormal([300_001], using: RandomStream(seed: 1, purpose: "threads")) }
      ),
    ]
    for (name, compute) in computations {
      let one = withThreads(1, compute)
      let several = withThreads(threads, compute)
      #expect(one.isIdentical(to: several), "\(name)")
    }
  }

  private static func batchNormAndGradients() -> Tensor {
    let (x, gamma) = (Tensor.sample([20, 32, 32, 12], seed: 1).tracked, Tensor.ones([12]).tracked)
    let output = batchNorm(x, gamma: gamma, beta: nil, epsilon: 1e-5).output
    let found = gradients(of: output.squared.sum(), withRespectTo: [x, gamma])
    return concatenate([output, found[0], found[1]].map { $0.reshaped(to: [-1]) })
  }

  /// A primitive made for one number of threads must be right with another.
  @Test func convolutionsAreRightWhenTheNumberOfThreadsChanges() {
    let (x, w) = (Tensor.sample([4, 12, 12, 16], seed: 1), Tensor.sample([4, 4, 16, 24], seed: 2))
    let settings = ConvolutionSettings(stride: 2, padding: 1)
    func results() -> [Tensor] {
      let leaves = [x.tracked, w.tracked]
      let output = conv2D(leaves[0], leaves[1], settings)
      return [output] + gradients(of: output.squared.sum(), withRespectTo: leaves)
    }
    let expected = withThreads(2, results)
    for threads in [1, 3, 2, 1] {
      for (found, expected) in zip(withThreads(threads, results), expected) {
        expectClose(found, expected.scalars.map(Double.init), ofLargest: 1e-5)
      }
    }
  }

  /// A primitive belongs to no thread: tasks move between them.
  @Test func primitivesAreSharedBetweenThreads() async {
    let (x, w) = (Tensor.sample([2, 9, 9, 16], seed: 1), Tensor.sample([3, 3, 16, 16], seed: 2))
    let expected = conv2D(x, w, .init(padding: .same)).scalars.map(Double.init)
    await withTaskGroup(of: Tensor.self) { group in
      for _ in 0..<20 { group.addTask { conv2D(x, w, .init(padding: .same)) } }
      for await found in group { expectClose(found, expected, ofLargest: 1e-5) }
    }
  }
}
