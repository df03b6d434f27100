import Distributed
import GANTestSupport
import Recipes
import TensorCore
import Testing

@Suite struct SharedBenchmarkTests {
  private var recipe: Recipe { .narrow(.dcganMNIST) { $0.batchSize = 6 } }

  @Test(arguments: 1...2) func whatIsMeasuredFitsTheProcesses(_ count: Int) throws {
    let results = try ThreadCommunicator.run(count) { [recipe] communicator in
      try SharedBenchmark(
        recipe,
        iterations: 3,
        in: Context(threadCount: 1),
        sharedBy: communicator
      ).run()
    }
    let result = results[0]
    #expect(result.processes == count && result.batch == 6 && result.threads == 1)
    #expect(result.sums.isEmpty == (count == 1))
    #expect(result.sums.allSatisfy { $0.seconds > 0 })
    #expect(result.aloneSeconds > 0 && result.sharedSeconds > 0)
    // Gradients of both networks, once an iteration; batch normalization adds up statistics.
    #expect(result.model.messages >= 2 && result.model.immediateSums >= 1)
    #expect(result.lines.contains { $0.contains("pays up to") })
    #expect(result.lines.contains { $0.contains("efficiency") } == (count > 1))
  }
}
