import TensorCore
import TestSupport
import Testing

@Suite struct ProfilerTests {
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

  @Test func nothingIsCountedAfterward() {
    let before = Profiler.profile {}
    _ = relu(Tensor.sample([8], seed: 1))
    #expect(before.isEmpty)
    #expect(Profiler.profile {}.isEmpty)
  }

  /// Calls that tasks of one context make at the same time count once each, without each other's time.
  @Test func severalThreadsShareAProfiler() async throws {
    let profiler = Profiler()
    let x = Tensor.sample([64, 300], seed: 1)
    await Context.current.with(profiler: profiler).runTasks(4) {
      for _ in 0..<25 { withExtendedLifetime(x.sum(along: [0])) {} }
    }
    let sums = try #require(profiler.rows.first { $0.name == "sum" })
    #expect(sums.calls == 100)
    #expect(profiler.rows.allSatisfy { $0.seconds >= 0 })
  }
}
