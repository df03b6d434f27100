import TensorCore
import TestSupport
import Testing

@Suite(.oneAtATime) struct ProfilerTests {
  @Test func countsKernelsWithTheirWork() throws {
    let (left, right) = (Tensor.sample([8, 20], seed: 1), Tensor.sample([20, 16], seed: 2))
    _ = matrixProduct(left, right)
    let rows = Profiler.profile {
      for _ in 0..<3 { withExtendedLifetime(relu(matrixProduct(left, right))) {} }
    }
    let product = try #require(rows.first { $0.name.hasPrefix("product") })
    #expect(product.name == "product 8×20 · 20×16")
    #expect(product.calls == 3)
    #expect(product.operations == 3 * 2 * 8 * 20 * 16)
    #expect(product.bytes == 3 * 4 * Double(8 * 20 + 20 * 16 + 8 * 16))
    #expect(product.seconds > 0)
    #expect(try #require(rows.first { $0.name == "leakyReLU" }).calls == 3)
    #expect(rows.map(\.seconds) == rows.map(\.seconds).sorted(by: >))
  }

  @Test func kernelsWithinKernelsCountOnce() {
    let x = Tensor.sample([64, 64], seed: 1)
    let clock = ContinuousClock()
    var rows: [Profiler.Row] = []
    let elapsed = clock.measure {
      rows = Profiler.profile { withExtendedLifetime(x.sum(along: [0])) {} }
    }
    #expect(!rows.isEmpty)
    #expect(rows.reduce(0) { $0 + $1.seconds } <= elapsed / .seconds(1))
  }

  @Test func nothingIsCountedAfterwards() {
    let before = Profiler.profile {}
    _ = relu(Tensor.sample([8], seed: 1))
    #expect(before.isEmpty)
    #expect(Profiler.profile {}.isEmpty)
  }
}
