import ExitTestSupport
import Foundation
import Randomness
import Synchronization
import TensorCore
import TestSupport
import Testing

/// What belongs to a context stays with it.
@Suite struct ContextTests {
  @Test func theDefaultSuitsThoseWhoChooseNothing() {
    let context = Context.current
    #expect(context === Context.default)
    #expect(context.threadCount >= 1)
    #expect(context.policy == .fixed)
    #expect(context.profiler == nil)
  }

  @Test func theCurrentOneIsSetBackAfterErrors() {
    struct Failure: Error {}
    let context = Context(threadCount: 3)
    var hasFailed = false
    do {
      try context.run {
        #expect(Context.current === context)
        throw Failure()
      }
    } catch { hasFailed = true }
    #expect(hasFailed)
    #expect(Context.current === Context.default)
  }

  @Test func theDefaultNumberOfThreadsIsTheMachinesWhateverOthersUse() async {
    let expected = Context.default.threadCount
    // The number that OpenMP keeps for the thread is another one afterward.
    let product = Context(threadCount: expected + 2).run {
      conv2D(.sample([2, 9, 9, 16]), .sample([3, 3, 16, 16])).sum()
    }
    #expect(product.isFinite)
    #expect(Context().threadCount == expected)
  }

  @Test func structuredTasksInheritTheContext() async {
    let context = Context(threadCount: 5, policy: .oneDNN)
    let counts = Mutex<[Int]>([])
    await context.runTasks(3) { counts.withLock { $0.append(Context.current.threadCount) } }
    #expect(counts.withLock { $0 } == [5, 5, 5])
  }

  @Test func variationsShareWhatTheyDoNotChange() {
    let context = Context(threadCount: 2, policy: .winograd, profiler: Profiler())
    let threads = context.with(threadCount: 1)
    #expect(threads.threadCount == 1 && threads.policy == .winograd)
    #expect(threads.bufferPool === context.bufferPool && threads.profiler === context.profiler)
    let policy = context.with(policy: .oneDNN)
    #expect(policy.threadCount == 2 && policy.policy == .oneDNN)
    #expect(policy.bufferPool === context.bufferPool && policy.profiler === context.profiler)
    #expect(context.with(profiler: nil).profiler == nil)
  }

  @Test func noThreadsAreRefused() async {
    expectMessage(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = Context(threadCount: 0)
      },
      "Context: 0 threads"
    )
  }

  /// A few training steps' worth of everything: products, convolutions of all kinds, sums, random numbers.
  private static func work() -> [Float] {
    let random = RandomStream(seed: 5, purpose: "contexts")
    let filter = Parameter(.normal([4, 4, 16, 32], standardDeviation: 0.1, using: random))
    let dense = Parameter(.normal([32 * 8 * 8, 24], standardDeviation: 0.1, using: random))
    var results: [Float] = []
    for _ in 0..<4 {
      let images = Tensor.normal([12, 16, 16, 16], using: random)
      let settings = ConvolutionSettings(stride: 2, padding: 1)
      let hidden = leakyReLU(
        batchNorm(
          conv2D(images, filter.value, settings),
          gamma: nil,
          beta: nil,
          epsilon: 1e-3
        ).output
      )
      let loss = tanh(matrixProduct(hidden.reshaped(to: [12, -1]), dense.value)).squared.mean()
      let found = gradients(of: loss, withRespectTo: [filter, dense])
      for (parameter, gradient) in zip([filter, dense], found) {
        parameter.value = parameter.value.detached - 0.1 * gradient
      }
      results.append(loss.scalar)
    }
    return results + filter.value.scalars + dense.value.scalars
  }

  /// Two contexts that compute at the same time use their own numbers of threads, algorithms, profiles and
  /// pools, and get what they get alone, to the bit.
  @Test func twoAtOnceDoNotDisturbEachOther() async {
    struct Setting {
      let threads: Int
      let policy: ConvolutionPolicy
    }
    let settings = [
      Setting(threads: 1, policy: .oneDNN), Setting(threads: 3, policy: .winograd),
    ]
    func context(_ setting: Setting) -> Context {
      Context(threadCount: setting.threads, policy: setting.policy, profiler: Profiler())
    }
    let alone = settings.map { context($0).run { Self.work() } }
    #expect(alone[0] != alone[1], "the settings make no difference")

    let contexts = settings.map(context)
    let rounds = 10
    let together = await withTaskGroup(of: (Int, Bool).self) { group in
      for (index, context) in contexts.enumerated() {
        group.addTask {
          await Context.$current.withValue(context) {
            var isSame = true
            for _ in 0..<rounds {
              isSame = isSame && Self.work() == alone[index]
              isSame = isSame && Self.observedThreads() <= context.threadCount
              await Task.yield()
            }
            return (index, isSame)
          }
        }
      }
      return await group.reduce(into: [0: false, 1: false]) { $0[$1.0] = $1.1 }
    }
    #expect(together == [0: true, 1: true])

    for (context, setting) in zip(contexts, settings) {
      let choices = context.usedChoices.algorithms
      // Forward and the weights' gradient: nobody asks for that of the images.
      #expect(choices.count == 2)
      #expect(choices.keys.allSatisfy { $0.hasSuffix("threads \(setting.threads)") })
      #expect(choices.values.allSatisfy { $0.rawValue == setting.policy.rawValue })
      let rows = context.profiler?.rows ?? []
      let convolutions = rows.filter { $0.name.hasPrefix("conv2D") }
      #expect(convolutions.count == 2)
      #expect(convolutions.allSatisfy { $0.calls == 4 * rounds })
      #expect(convolutions.allSatisfy { $0.name.hasSuffix("(\(setting.policy.rawValue))") })
      #expect(context.bufferPool.usedByteCount == 0)
      #expect(context.bufferPool.heldByteCount > 0)
    }
  }

  /// How many parts a loop is cut into.
  private static func observedThreads() -> Int {
    let parts = Mutex(0)
    ThreadPool.forEach(10_000, grain: 1) { _ in parts.withLock { $0 += 1 } }
    return parts.withLock { $0 }
  }
}
